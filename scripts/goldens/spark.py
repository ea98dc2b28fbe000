#!/usr/bin/env python3
"""Writes what Spark ML answers on small data: python scripts/goldens/spark.py test/golden/spark

Needs the packages of scripts/requirements/spark.txt (scripts/python-env spark) and Java 17 or later. Each file holds
the estimator, the data, the parameters, what is expected, the versions, and the tolerance with its reason.
"""
import json
import os
import random
import statistics
import sys
import tempfile

import pyspark
from pyspark.ml import Pipeline
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StandardScaler, StringIndexer, VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.regression import DecisionTreeRegressor, GBTRegressor, LinearRegression, RandomForestRegressor
from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, IntegerType, StringType, StructField, StructType

TYPES = {"double": DoubleType(), "int": IntegerType(), "string": StringType()}
EXACT = {"relative": 0, "reason": "indices, labels and 0/1 slots have no rounding"}
SUMS = {"relative": 1e-12, "reason": "sums of doubles run in another order than Spark's"}


def write(folder, name, **document):
    document["versions"] = {"spark": pyspark.__version__, "python": sys.version.split()[0]}
    with open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8") as file:
        json.dump(document, file, allow_nan=False)
        file.write("\n")


def frame_of(spark, columns):
    """Makes a frame of {name: (type, values)}; row keeps the order."""
    names = list(columns)
    schema = StructType([StructField("row", IntegerType())] + [StructField(n, TYPES[columns[n][0]]) for n in names])
    values = list(zip(*[columns[n][1] for n in names]))
    return spark.createDataFrame([(row, *one) for row, one in enumerate(values)], schema).coalesce(1)


def plain(columns):
    """The values of {name: (type, values)} as JSON has them: NaN is null."""
    return {name: [None if value != value else value for value in values] for name, (_, values) in columns.items()}


def training(spark, rows, labels):
    """Makes a frame of features and label, in one partition."""
    pairs = [(row, Vectors.dense(x), float(y)) for row, (x, y) in enumerate(zip(rows, labels))]
    return spark.createDataFrame(pairs, ["row", "features", "label"]).coalesce(1)


def column_of(frame, name):
    return [row[name] for row in frame.orderBy("row").select(name).collect()]


def vectors_of(frame, name):
    return [vector.toArray().tolist() for vector in column_of(frame, name)]


def refusal(act):
    """Whether Spark refuses."""
    try:
        act()
    except Exception:
        return True
    return False


# preparation


def string_indexer(spark, folder):
    """b stands three times; a, c, é and Z twice: ties stand in the order of their code units. zz is unseen.

    A null is not counted, whatever the policy; the policy says what it does among the rows that are transformed.
    """
    train = {"level": ("string", ["b", "c", "a", "b", "é", "c", None, "a", "b", "é", "Z", "Z"])}
    other = {"level": ("string", ["a", "zz", None, "b", "Z"])}
    for handle in ["keep", "error", "skip"]:
        estimator = StringIndexer(inputCol="level", outputCol="index", handleInvalid=handle)
        model = estimator.fit(frame_of(spark, train))
        frame = frame_of(spark, other)
        refuses = refusal(lambda: model.transform(frame).collect())
        kept = None if refuses else column_of(model.transform(frame), "row")
        indices = None if refuses else column_of(model.transform(frame), "index")
        write(folder, f"string-indexer-{handle}", estimator="StringIndexer", data={"train": plain(train), "rows": plain(other)},
              params={"handleInvalid": handle, "stringOrderType": "frequencyDesc"}, tolerance=EXACT,
              expected={"labels": list(model.labels), "refuses": refuses, "rows": kept, "indices": indices})


def one_hot_encoder(spark, folder):
    """Category 1 of 0 to 3 never stands there and has a slot all the same; 4 and 9 are unseen."""
    train = {"lane": ("double", [0.0, 3.0, 2.0, 0.0])}
    cases = []
    for drop_last in [True, False]:
        for handle in ["keep", "error"]:
            for rows in [[0.0, 1.0, 2.0, 3.0], [4.0, 9.0]]:
                estimator = OneHotEncoder(inputCols=["lane"], outputCols=["slots"], dropLast=drop_last, handleInvalid=handle)
                model = estimator.fit(frame_of(spark, train))
                frame = frame_of(spark, {"lane": ("double", rows)})
                refuses = refusal(lambda: model.transform(frame).collect())
                cases.append({"params": {"dropLast": drop_last, "handleInvalid": handle}, "rows": {"lane": rows},
                              "categorySizes": list(model.categorySizes), "refuses": refuses,
                              "vectors": None if refuses else vectors_of(model.transform(frame), "slots")})
    write(folder, "one-hot-encoder", estimator="OneHotEncoder", tolerance=EXACT, data={"train": plain(train)}, params={},
          expected={"cases": cases})


def standard_scaler(spark, folder):
    """A constant column, a mean that is large beside the spread, and an ordinary column."""
    draw = random.Random(1)
    rows = [[7.5, 1e6 + draw.gauss(0, 0.1), round(draw.gauss(-3, 20), 3)] for _ in range(50)]
    frame = training(spark, rows, [0] * 50)
    model = StandardScaler(inputCol="features", outputCol="scaled", withMean=True, withStd=True).fit(frame)
    write(folder, "standard-scaler", estimator="StandardScaler", data={"features": rows}, params={"withMean": True, "withStd": True},
          expected={"mean": model.mean.toArray().tolist(), "std": model.std.toArray().tolist(),
                    "vectors": vectors_of(model.transform(frame), "scaled")},
          tolerance={"mean": 1e-14, "std": [0, 1e-8, 1e-12], "vectors": [0, 1e-8, 1e-12],
                     "reason": "mean and std relative, vectors absolute, the last two by column; a digit of a mean that is 1e7 deviations away is 1e-9 deviations"})


def imputer(spark, folder):
    """Gaps are nulls and NaNs; of four values the median is the lower middle one, of equal counts the mode is the least."""
    nan = float("nan")
    columns = {"even": ("double", [4.0, None, 1.0, 3.0, nan, 2.0]), "odd": ("double", [5.5, -2.0, nan, None, 9.25, None]),
               "twice": ("double", [8.0, 8.0, None, 3.0, 3.0, 5.0])}
    names = list(columns)
    for strategy in ["mean", "median", "mode"]:
        model = Imputer(strategy=strategy, inputCols=names, outputCols=[f"{name}_imputed" for name in names]).fit(frame_of(spark, columns))
        frame = VectorAssembler(inputCols=model.getOutputCols(), outputCol="v").transform(model.transform(frame_of(spark, columns)))
        surrogates = model.surrogateDF.first()
        write(folder, f"imputer-{strategy}", estimator="Imputer", data={"columns": plain(columns)}, params={"strategy": strategy},
              expected={"surrogates": [surrogates[name] for name in names], "vectors": vectors_of(frame, "v")},
              tolerance=SUMS if strategy == "mean" else EXACT)


def preparation(spark, folder):
    """The whole asked pipeline; the last two rows are not fitted: unseen categories, then a null string."""
    columns = {"speed": ("double", [61.5, 33.25, 7.125, 64.0, 55.5, 12.0, 60.0, 20.0]), "lane": ("int", [0, 2, 1, 1, 2, 0, 7, 1]),
               "level": ("string", ["low", "high", "high", "low", "mid", "high", "new", None]), "flow": ("double", [100.0, 3.5, 3.5, 80.0, 3.5, 9.0, 0.0, 1e6])}
    frame = frame_of(spark, columns)
    stages = [StringIndexer(inputCols=["level"], outputCols=["level_index"], handleInvalid="keep"),
              OneHotEncoder(inputCols=["lane", "level_index"], outputCols=["lane_onehot", "level_onehot"], dropLast=True, handleInvalid="keep"),
              VectorAssembler(inputCols=["speed", "flow", "lane_onehot", "level_onehot"], outputCol="raw_features"),
              StandardScaler(inputCol="raw_features", outputCol="features", withMean=True, withStd=True)]
    model = Pipeline(stages=stages).fit(frame.where("row < 6"))
    result = model.transform(frame)
    write(folder, "preparation", estimator="Pipeline", data={"columns": plain(columns)}, tolerance=SUMS,
          params={"numTrain": 6, "numeric": ["speed", "flow"], "categorical": ["lane", "level"]},
          expected={"labels": [list(labels) for labels in model.stages[0].labelsArray], "categorySizes": list(model.stages[1].categorySizes),
                    "mean": model.stages[3].mean.toArray().tolist(), "std": model.stages[3].std.toArray().tolist(),
                    "raw_features": vectors_of(result, "raw_features"), "features": vectors_of(result, "features")})


# models


def linear_regression(spark, folder):
    """Columns of very different scale, two of them alike, one constant."""
    draw = random.Random(2)
    rows, labels = [], []
    for _ in range(80):
        x = [draw.gauss(0, 1), draw.gauss(100, 5), draw.gauss(2, 0.1), draw.gauss(-7, 30), 4.0]
        x[3] += 20 * x[0]
        rows.append([round(value, 4) for value in x])
        labels.append(round(3 * x[0] - 0.5 * x[1] + 10 * x[2] + 0.02 * x[3] + draw.gauss(0, 1), 4))
    full = [0, 1, 2, 3, 4]
    closed = {"relative": 1e-11, "reason": "both solve the normal equations, in another order of sums"}
    iterated = {"relative": 1e-6, "reason": "Spark's iterations stop where the loss shows no digit more, about the root of a double's precision in the coefficients"}
    ridge = [("normal", 0.01, 0), ("normal", 2.5, 0)]
    others = [("normal", 0, 0), ("normal", 0.3, 0.5), ("normal", 0.3, 1), ("l-bfgs", 0.01, 0), ("l-bfgs", 2.5, 0), ("l-bfgs", 0, 0), ("l-bfgs", 0.3, 0.5),
              ("l-bfgs", 0.3, 1)]
    # without a penalty the constant column makes the equations singular
    for name, columns, params, tolerance in [("closed", full, ridge, closed), ("no-penalty", full[:4], [("normal", 0, 0)], closed),
                                             ("iterated", full, others, iterated)]:
        chosen = [[row[column] for column in columns] for row in rows]
        frame = training(spark, chosen, labels)
        cases = []
        for solver, reg_param, alpha in params:
            model = LinearRegression(solver=solver, regParam=reg_param, elasticNetParam=alpha, maxIter=10000, tol=1e-15).fit(frame)
            cases.append({"params": {"solver": solver, "regParam": reg_param, "elasticNetParam": alpha},
                          "coefficients": model.coefficients.toArray().tolist(), "intercept": model.intercept})
        write(folder, f"linear-regression-{name}", estimator="LinearRegression", data={"features": chosen, "labels": labels},
              params={"standardization": True, "maxIter": 10000, "tol": 1e-15}, expected={"cases": cases}, tolerance=tolerance)


def node_rows(spark, model, ensemble):
    """The nodes of every tree, as Spark saves them."""
    with tempfile.TemporaryDirectory() as folder:
        model.write().overwrite().save(f"file://{folder}/model")
        frame = spark.read.parquet(f"file://{folder}/model/data")
        found = [(row.treeID, row.nodeData) for row in frame.collect()] if ensemble else [(0, row) for row in frame.collect()]
    trees = [[] for _ in range(max(tree for tree, _ in found) + 1)]
    for tree, node in sorted(found, key=lambda one: (one[0], one[1].id)):
        trees[tree].append(node)
    return trees


def tree_columns(nodes):
    """The nodes of one tree column by column, named as in our model.

    A leaf that looked for a split and found no valid one has impurity -1 in Spark.
    """
    return {"feature": [node.split.featureIndex for node in nodes],
            "threshold": [(list(node.split.leftCategoriesOrThreshold) or [0.0])[0] for node in nodes],
            "left": [node.leftChild for node in nodes], "right": [node.rightChild for node in nodes], "prediction": [node.prediction for node in nodes],
            "impurity": [node.impurity for node in nodes], "gain": [node.gain for node in nodes], "numRows": [node.rawCount for node in nodes],
            "impurityStats": [list(node.impurityStats) for node in nodes]}


def decision_tree(spark, folder):
    """Labels that are multiples of 1/8 lose nothing in fixed point; others are off by half a step."""
    draw = random.Random(3)
    rows = [[float(draw.randrange(20)), float(draw.randrange(12)), float(draw.randrange(9)), 5.0] for _ in range(300)]
    noisy = [2 * a + (b > 6) * 7.3 - 0.31 * b * c + draw.gauss(0, 1) for a, b, c, _ in rows]
    wide = [[draw.gauss(0, 1), round(draw.expovariate(0.2))] for _ in range(500)]
    waves = [round(3 * a * abs(a) + b + draw.gauss(0, 0.5), 6) for a, b in wide]
    eighths = {"absolute": 1e-9, "reason": "the labels are exact in fixed point; Spark's variances lose the last digits by subtraction"}
    decimals = {"absolute": 1e-4, "reason": "labels are rounded to a step of 2^-23, and sums of squares take 2 * label * rows times that"}
    xor = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    for name, x, y, params, tolerance in [
        ("eighths", rows, [round(value * 8) / 8 for value in noisy], {"maxDepth": 5, "minInstancesPerNode": 3, "minInfoGain": 0.0}, eighths),
        ("decimals", rows, [round(value, 6) for value in noisy], {"maxDepth": 5, "minInstancesPerNode": 3, "minInfoGain": 0.0}, decimals),
        ("min-info-gain", rows, [round(value * 8) / 8 for value in noisy], {"maxDepth": 5, "minInstancesPerNode": 1, "minInfoGain": 2.0}, eighths),
        ("quantiles", wide, waves, {"maxDepth": 3, "minInstancesPerNode": 20, "minInfoGain": 0.0, "maxBins": 16}, decimals),
        ("no-gain", xor, [0.0, 1.0, 1.0, 0.0], {"maxDepth": 2, "minInstancesPerNode": 1, "minInfoGain": 0.0}, eighths),
    ]:
        model = DecisionTreeRegressor(**params).fit(training(spark, x, y))
        [nodes] = node_rows(spark, model, ensemble=False)
        write(folder, f"decision-tree-{name}", estimator="DecisionTreeRegressor", data={"features": x, "labels": y}, params=params, tolerance=tolerance,
              expected={"tree": tree_columns(nodes), "importances": model.featureImportances.toArray().tolist()})


def surface(seed, num_rows):
    """Few values a column, so that every gap is a bin; labels that make no two gains equal."""
    draw = random.Random(seed)
    rows = [[float(draw.randrange(25)), float(draw.randrange(15)), float(draw.randrange(10)), float(draw.randrange(30))] for _ in range(num_rows)]
    labels = [round(40 + 1.5 * a - (b > 8) * 11.7 + 0.23 * b * c - 0.05 * (d - 15) ** 2 + draw.gauss(0, 1.5), 4) for a, b, c, d in rows]
    return rows, labels


def boosting(spark, folder):
    rows, labels = surface(4, 500)
    params = {"maxIter": 10, "stepSize": 0.1, "maxDepth": 4, "minInstancesPerNode": 10, "subsamplingRate": 1.0}
    frame = training(spark, rows, labels)
    model = GBTRegressor(**params).fit(frame)
    trees = [{name: values for name, values in tree_columns(nodes).items() if name in ["feature", "threshold", "prediction", "numRows"]}
             for nodes in node_rows(spark, model, ensemble=True)]
    write(folder, "boosting", estimator="GBTRegressor", data={"features": rows, "labels": labels}, params=params,
          expected={"trees": trees, "treeWeights": list(model.treeWeights), "predictions": column_of(model.transform(frame), "prediction"),
                    "importances": model.featureImportances.toArray().tolist()},
          tolerance={"absolute": 1e-5, "reason": "labels and residuals are rounded to a step of about 2^-23, tree after tree"})


def forest(spark, folder):
    rows, labels = surface(5, 600)
    train, test = training(spark, rows[:450], labels[:450]), training(spark, rows[450:], labels[450:])
    params = {"numTrees": 40, "maxDepth": 6, "featureSubsetStrategy": "0.5"}
    seeds = list(range(1, 6))
    found = []
    for seed in seeds:
        model = RandomForestRegressor(seed=seed, **params).fit(train)
        result = model.transform(test)
        found.append({"importances": model.featureImportances.toArray().tolist(),
                      **{name: RegressionEvaluator(metricName=name).evaluate(result) for name in ["r2", "rmse", "mae"]}})
    mean = {name: statistics.mean(one[name] for one in found) for name in ["r2", "rmse", "mae"]}
    mean["importances"] = [statistics.mean(values) for values in zip(*[one["importances"] for one in found])]
    write(folder, "random-forest", estimator="RandomForestRegressor", data={"features": rows, "labels": labels},
          params={**params, "numTrain": 450, "seeds": seeds}, expected={"mean": mean, "bySeed": found},
          tolerance={"importances": 0.03, "r2": 0.01, "relative": 0.05, "reason": "means over seeds; the draws differ, and so do Spark's own from seed to seed"})


def regression_evaluator(spark, folder):
    draw = random.Random(6)
    labels = [round(draw.gauss(55, 12), 3) for _ in range(20)]
    predictions = [round(label + draw.gauss(1, 4), 3) for label in labels]
    frame = spark.createDataFrame(list(zip(labels, predictions)), ["label", "prediction"]).coalesce(1)
    write(folder, "regression-evaluator", estimator="RegressionEvaluator", data={"labels": labels, "predictions": predictions}, params={}, tolerance=SUMS,
          expected={name: RegressionEvaluator(metricName=name).evaluate(frame) for name in ["rmse", "mse", "r2", "mae"]})


def main(folder):
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    for make in [string_indexer, one_hot_encoder, standard_scaler, imputer, preparation, linear_regression, decision_tree, boosting, forest,
                 regression_evaluator]:
        print(make.__name__, flush=True)
        make(spark, folder)
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1])
