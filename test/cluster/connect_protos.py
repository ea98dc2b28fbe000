"""Compiles the .proto files inside a jar of Spark Connect.

usage: connect_protos.py JAR DESCRIPTORS    writes them as one google.protobuf.FileDescriptorSet
"""

import sys
import tempfile
import zipfile
from pathlib import Path

from grpc_tools import protoc

jar, descriptors = sys.argv[1:]
with tempfile.TemporaryDirectory() as directory:
    with zipfile.ZipFile(jar) as archive:
        names = [name for name in archive.namelist() if name.startswith("spark/connect/") and name.endswith(".proto")]
        archive.extractall(directory, names)
    well_known = Path(protoc.__file__).parent / "_proto"
    paths = [f"--proto_path={directory}", f"--proto_path={well_known}"]
    sys.exit(protoc.main(["protoc", *paths, "--include_imports", f"--descriptor_set_out={descriptors}", *names]))
