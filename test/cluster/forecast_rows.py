#!/usr/bin/env python3
"""Scores a stored forecast with PySpark alone, from readings on, and prints what it says of the golden rows as JSON.

usage: forecast_rows.py VERSION READINGS GBTRegressionModel|RandomForestRegressionModel|LinearRegressionModel

READINGS is Parquet of sensor_id, timestamp and speed. A golden row is found again by its sensor's place, its time
of day and its last speeds. Prints [{"rows": n, "largest_difference": x, "predicted": p, "expected": e}, ...].
"""
import json
import sys

from pyspark.ml import PipelineModel
from pyspark.ml import regression
from pyspark.sql import SparkSession

version, readings, model_class = sys.argv[1:]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
spark.read.parquet(readings).createOrReplaceTempView("readings")
for table in ["profile", "profile_parts", "sensors", "links"]:
    spark.read.parquet(f"{version}/features/{table}.parquet").createOrReplaceTempView(table)
with open(f"{version}/features/features.sql", encoding="utf-8") as file:
    features = spark.sql(file.read())
with open(f"{version}/golden.json", encoding="utf-8") as file:
    golden = json.load(file)

KEYS = ["lat_normalized", "lon_normalized", "time_since_midnight", "speed", "speed_lag_1", "speed_lag_2", "speed_lag_3"]
complete = features.dropna()
prepared = PipelineModel.load(f"{version}/preprocessing").transform(complete)
model = getattr(regression, model_class).load(f"{version}/model")
wanted = {tuple(round(row[key], 6) for key in KEYS): at for at, row in enumerate(golden["rows"])}
found = [{"rows": 0} for _ in golden["rows"]]
for row in model.transform(prepared).collect():
    at = wanted.get(tuple(round(row[key], 6) for key in KEYS))
    if at is None:
        continue
    expected = golden["rows"][at]
    found[at] = {
        "rows": found[at]["rows"] + 1,
        "largest_difference": max(abs(row[name] - value) for name, value in expected.items()),
        "predicted": row["prediction"],
        "expected": golden["predictions"][at],
    }
print(json.dumps(found))
spark.stop()
