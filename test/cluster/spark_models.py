#!/usr/bin/env python3
"""Trains small models with PySpark and saves them, or loads rewritten ones and scores them.

usage: spark_models.py train DIRECTORY
           writes DIRECTORY/{pipeline,preparation,linear,sparse_linear,forest,boosting,tree}, rows.json and expected.json
       spark_models.py score NAME DIRECTORY...
           reads DIRECTORY/rows.json and DIRECTORY/rewritten/{preparation,linear,...}, and writes to each
           DIRECTORY/NAME.json, DIRECTORY/NAME-forest (one pipeline of preparation and forest)
With SPARK_REMOTE it is done on that server by Spark Connect, else in this process.
"""
import json
import os
import random
import sys

import pyspark
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import (
    OneHotEncoder,
    OneHotEncoderModel,
    StandardScaler,
    StandardScalerModel,
    StringIndexer,
    StringIndexerModel,
    VectorAssembler,
)
from pyspark.ml.regression import (
    DecisionTreeRegressor,
    GBTRegressionModel,
    GBTRegressor,
    LinearRegression,
    LinearRegressionModel,
    RandomForestRegressionModel,
    RandomForestRegressor,
)
from pyspark.sql import SparkSession

PREPARATION = [StringIndexerModel, OneHotEncoderModel, VectorAssembler, StandardScalerModel]
MODELS = {
    "linear": LinearRegressionModel,
    "sparse_linear": LinearRegressionModel,
    "forest": RandomForestRegressionModel,
    "boosting": GBTRegressionModel,
}


def make_rows():
    """Returns 200 rows whose label depends on all columns, x3 is noise."""
    draw = random.Random(7)
    rows = []
    for index in range(200):
        c = draw.choice(["a", "b", "b", "c"])
        x1, x2, x3 = draw.uniform(-5, 5), draw.uniform(0, 20), draw.gauss(0, 1)
        label = 3 * x1 - x2 + {"a": 4.0, "b": 0.0, "c": -6.0}[c] + draw.gauss(0, 0.1)
        rows.append({"row": index, "c": c, "x1": x1, "x2": x2, "x3": x3, "label": label})
    return rows


def scores(models, preparation, frame):
    """Returns the prepared features and the predictions of each model, in the order of the rows."""
    prepared = preparation.transform(frame).orderBy("row").cache()
    result = {"features": [row.features.toArray().tolist() for row in prepared.collect()]}
    for name, model in models.items():
        result[name] = predictions(model, prepared)
    return result


def predictions(model, frame):
    return [row.prediction for row in model.transform(frame).orderBy("row").collect()]


def train(spark, directory):
    rows = make_rows()
    with open(f"{directory}/rows.json", "w", encoding="utf-8") as file:
        json.dump(rows, file)
    frame = spark.createDataFrame(rows)
    # one column by name, as many jobs do it: Spark then keeps inputCol, not inputCols
    stages = [
        StringIndexer(inputCol="c", outputCol="c_index", handleInvalid="keep"),
        OneHotEncoder(inputCol="c_index", outputCol="c_vector", handleInvalid="keep"),
        VectorAssembler(inputCols=["x1", "x2", "x3", "c_vector"], outputCol="raw_features"),
        StandardScaler(inputCol="raw_features", outputCol="features", withMean=True, withStd=True),
        RandomForestRegressor(numTrees=7, maxDepth=4, maxBins=64, seed=2**60 + 1),
    ]
    pipeline = Pipeline(stages=stages).fit(frame)
    preparation = PipelineModel(stages=pipeline.stages[:4])
    prepared = preparation.transform(frame).cache()
    models = {
        "linear": LinearRegression(regParam=0.01).fit(prepared),
        "sparse_linear": LinearRegression(regParam=2.0, elasticNetParam=1.0).fit(prepared),
        "forest": pipeline.stages[4],
        "boosting": GBTRegressor(maxIter=5, maxDepth=3, stepSize=0.1, seed=42).fit(prepared),
    }
    pipeline.save(f"{directory}/pipeline")
    preparation.save(f"{directory}/preparation")
    for name, model in models.items():
        model.save(f"{directory}/{name}")
    DecisionTreeRegressor(maxDepth=2).fit(prepared).save(f"{directory}/tree")
    with open(f"{directory}/expected.json", "w", encoding="utf-8") as file:
        json.dump(scores(models, preparation, frame), file)


def score(spark, name, directory):
    with open(f"{directory}/rows.json", encoding="utf-8") as file:
        frame = spark.createDataFrame(json.load(file))
    preparation = load_pipeline(f"{directory}/rewritten/preparation")
    models = {name: cls.load(f"{directory}/rewritten/{name}") for name, cls in MODELS.items()}
    result = scores(models, preparation, frame)
    result["importances"] = models["forest"].featureImportances.toArray().tolist()
    whole = PipelineModel(stages=[*preparation.stages, models["forest"]])
    result["whole"] = predictions(whole, frame)
    whole.save(f"{directory}/{name}-forest")
    with open(f"{directory}/{name}.json", "w", encoding="utf-8") as file:
        json.dump(result, file)


def load_pipeline(path):
    """Loads a pipeline of preparation; PySpark 4.0 by Connect loads only its stages."""
    if "SPARK_REMOTE" in os.environ and pyspark.__version__.startswith("4.0."):
        stages = sorted(os.listdir(f"{path}/stages"))
        return PipelineModel(stages=[cls.load(f"{path}/stages/{name}") for cls, name in zip(PREPARATION, stages)])
    return PipelineModel.load(path)


def open_session():
    builder = SparkSession.builder.appName("freeflow-test").config("spark.sql.shuffle.partitions", "1")
    if "SPARK_REMOTE" in os.environ:
        return builder.getOrCreate()
    session = builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


if __name__ == "__main__":
    session = open_session()
    if sys.argv[1] == "train":
        train(session, sys.argv[2])
    else:
        for directory in sys.argv[3:]:
            score(session, sys.argv[2], directory)
    session.stop()
