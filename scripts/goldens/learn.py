#!/usr/bin/env python3
"""Writes what scikit-learn and LightGBM answer on small data: python scripts/goldens/learn.py test/golden/learn

Needs the packages of scripts/requirements/peers.txt (scripts/python-env peers). Each file holds the
estimator, the data, the parameters, what is expected, the versions, and the tolerance with its reason.
"""
import json, os, sys

import lightgbm
import numpy as np
import sklearn
from sklearn.linear_model import ElasticNet, Ridge
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.tree import DecisionTreeRegressor


def write(folder, name, document):
    document = {"versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "lightgbm": lightgbm.__version__}, **document}
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(document, file)
        file.write("\n")


def linear_regression(folder):
    """Spark's objective on columns and labels of deviation 1: there scikit-learn's penalty is regParam / deviation of the label."""
    rng = np.random.default_rng(1)
    x = np.round(rng.normal(size=(60, 4)) * [1, 5, 0.1, 30] + [0, 100, 2, -7], 4)
    y = np.round(x @ [3, -0.5, 10, 0.02] + rng.normal(size=60), 4)
    deviation = x.std(axis=0)
    scaled = (x - x.mean(axis=0)) / deviation
    labels = (y - y.mean()) / y.std()
    cases = []
    for reg_param, alpha in [(0.01, 0), (1.5, 0), (0.2, 0.3), (0.2, 1)]:
        penalty = reg_param / y.std()
        if alpha == 0:
            model = Ridge(alpha=len(y) * penalty, solver="cholesky")
        else:
            model = ElasticNet(alpha=penalty, l1_ratio=alpha, tol=1e-15, max_iter=100_000)
        coefficients = model.fit(scaled, labels).coef_ * y.std() / deviation
        cases.append({"params": {"regParam": reg_param, "elasticNetParam": alpha},
                      "coefficients": coefficients.tolist(), "intercept": float(y.mean() - coefficients @ x.mean(axis=0))})
    write(folder, "linear-regression.json", {
        "estimator": "LinearRegression", "data": {"features": x.tolist(), "labels": y.tolist()}, "params": {"standardization": True},
        "expected": {"cases": cases}, "tolerance": {"relative": 1e-9, "reason": "both solve to the last digits, in another order of sums"},
    })


def tree(folder):
    """One tree without sampling. Few integer values, so that every gap is a bin; labels that make no two gains equal.

    Thresholds are left out: scikit-learn's lie between the values of the node, Spark's and ours between those of all rows.
    """
    rng = np.random.default_rng(2)
    x = rng.integers(0, 20, size=(300, 5)).astype(float)
    y = np.round(2 * x[:, 0] + (x[:, 1] > 8) * 7.3 - 0.31 * x[:, 2] * x[:, 3] + rng.normal(size=300), 6)
    model = DecisionTreeRegressor(max_depth=5, min_samples_leaf=3, random_state=0).fit(x, y)
    nodes = model.tree_
    is_leaf = nodes.children_left < 0
    write(folder, "decision-tree.json", {
        "estimator": "DecisionTreeRegressor", "data": {"features": x.tolist(), "labels": y.tolist()},
        "params": {"maxDepth": 5, "minInstancesPerNode": 3},
        "tolerance": {"absolute": 1e-5, "reason": "labels are rounded to a step of 2^-22"},
        "expected": {"importances": model.feature_importances_.tolist(), "tree": {
            "feature": np.where(is_leaf, -1, nodes.feature).tolist(),
            "left": nodes.children_left.tolist(), "right": nodes.children_right.tolist(), "numRows": nodes.n_node_samples.tolist(),
            "prediction": nodes.value[:, 0, 0].tolist(), "impurity": nodes.impurity.tolist(),
        }},
    })


def ensembles(folder):
    """Test metrics of LightGBM at equal bins, depth and share.

    Boosting at equal terms: the first tree counts whole, the others at twice the step, as Spark fits twice the residual.
    """
    rng = np.random.default_rng(3)
    x = np.round(rng.uniform(size=(1800, 6)), 3)
    y = np.round(10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4] + rng.normal(size=1800) * 0.5, 3)
    train, test = slice(0, 1400), slice(1400, 1800)
    common = {"max_bin": 255, "max_depth": 5, "num_leaves": 32, "min_data_in_leaf": 1, "min_sum_hessian_in_leaf": 0,
              "num_threads": 1, "seed": 1, "deterministic": True, "verbosity": -1, "min_data_in_bin": 1}

    def fit(params, rounds, start=None):
        data = lightgbm.Dataset(x[train], y[train], params=common, init_score=start)
        return lightgbm.train({**common, **params}, data, rounds)

    def metrics(got):
        return {"r2": r2_score(y[test], got), "rmse": mean_squared_error(y[test], got) ** 0.5, "mae": mean_absolute_error(y[test], got)}

    forest = fit({"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.632, "feature_fraction_bynode": 0.5}, 200)
    first = fit({"learning_rate": 1}, 1)
    others = fit({"learning_rate": 0.2}, 49, first.predict(x[train]))
    write(folder, "ensembles.json", {
        "estimator": "LightGBM", "data": {"features": x.tolist(), "labels": y.tolist()}, "params": {"numTrain": 1400, "maxDepth": 5, "maxBins": 256},
        "tolerance": {"r2": 0.01, "relative": 0.05, "reason": "other draws and quantiles"},
        "expected": {
            "random_forest": {"params": {"numTrees": 200, "featureSubsetStrategy": ".5"}, "metrics": metrics(forest.predict(x[test]))},
            "gradient_boosted_trees": {"params": {"maxIter": 50, "stepSize": 0.1},
                                       "metrics": metrics(first.predict(x[test]) + others.predict(x[test], raw_score=True))},
        },
    })


if __name__ == "__main__":
    for make in [linear_regression, tree, ensembles]:
        make(sys.argv[1])
