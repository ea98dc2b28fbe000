#!/usr/bin/env python3
"""Loads a PipelineModel, transforms rows, prints the vectors, and saves the model again in Spark's own hand.

usage: impute_rows.py PIPELINE SAVED ROWS, the rows as a JSON list of {a, b}; NaN is written NaN
"""
import json
import sys

from pyspark.ml import PipelineModel
from pyspark.sql import SparkSession

pipeline, saved, rows = sys.argv[1:]
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
frame = spark.createDataFrame([(row["a"], row["b"]) for row in json.loads(rows, parse_int=float)], "a double, b double").coalesce(1)
model = PipelineModel.load(f"file://{pipeline}")
vectors = [row.features.toArray().tolist() for row in model.transform(frame).collect()]
model.write().overwrite().save(f"file://{saved}")
spark.stop()
print(json.dumps(vectors))
