#!/usr/bin/env python3
"""Writes what scikit-learn and LightGBM answer on small data: python scripts/goldens/learn.py test/golden/learn

Needs the packages of scripts/requirements/peers.txt (scripts/python-env peers). Each file holds the data, the
parameters, the answer, the versions, and the tolerance that the test may use.
"""
import json, os, sys

import lightgbm
import numpy as np
import sklearn
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.tree import DecisionTreeRegressor


def write(folder, name, document):
    document = {"versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "lightgbm": lightgbm.__version__}, **document}
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(document, file)
        file.write("\n")


def ridge(folder):
    """Spark's objective on columns of deviation 1 is Ridge with alpha = rows * regParam / deviation of the label."""
    rng = np.random.default_rng(1)
    x = np.round(rng.normal(size=(60, 4)) * [1, 5, 0.1, 30] + [0, 100, 2, -7], 4)
    y = np.round(x @ [3, -0.5, 10, 0.02] + rng.normal(size=60), 4)
    reg_param = 0.01
    deviation = x.std(axis=0)
    scaled = (x - x.mean(axis=0)) / deviation
    model = Ridge(alpha=len(y) * reg_param / y.std(), solver="cholesky", tol=1e-14).fit(scaled, y)
    coefficients = model.coef_ / deviation
    write(folder, "ridge.json", {
        "tolerance": 1e-8, "regParam": reg_param, "features": x.tolist(), "labels": y.tolist(),
        "coefficients": coefficients.tolist(), "intercept": float(y.mean() - coefficients @ x.mean(axis=0)),
    })


def tree(folder):
    """One tree without sampling. Few integer values, so that every gap is a bin; labels that make no two gains equal."""
    rng = np.random.default_rng(2)
    x = rng.integers(0, 20, size=(300, 5)).astype(float)
    y = np.round(2 * x[:, 0] + (x[:, 1] > 8) * 7.3 - 0.31 * x[:, 2] * x[:, 3] + rng.normal(size=300), 6)
    model = DecisionTreeRegressor(max_depth=5, min_samples_leaf=3, random_state=0).fit(x, y)
    nodes = model.tree_
    write(folder, "tree.json", {
        "tolerance": {"prediction": 1e-6, "impurity": 1e-5, "reason": "labels are rounded to a step of 2^-22"}, "maxDepth": 5, "minInstancesPerNode": 3, "features": x.tolist(), "labels": y.tolist(),
        "nodes": [{
            "feature": int(max(nodes.feature[i], -1)), "left": int(nodes.children_left[i]), "right": int(nodes.children_right[i]),
            "rows": int(nodes.n_node_samples[i]), "prediction": float(nodes.value[i][0][0]), "impurity": float(nodes.impurity[i]),
        } for i in range(nodes.node_count)],
    })


def ensembles(folder):
    """Test metrics of LightGBM at equal bins, depth and share.

    Boosting at equal terms: the first tree counts whole, the others at twice the step, as Spark fits twice the residual.
    """
    rng = np.random.default_rng(3)
    x = np.round(rng.uniform(size=(3000, 6)), 3)
    y = np.round(10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4] + rng.normal(size=3000) * 0.5, 3)
    train, test = slice(0, 2400), slice(2400, 3000)
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
        "tolerance": {"r2": 0.01, "relative": 0.05, "reason": "other draws and quantiles"}, "numTrain": 2400, "maxDepth": 5,
        "features": x.tolist(), "labels": y.tolist(),
        "random_forest": {"numTrees": 200, "featureSubsetStrategy": ".5", "metrics": metrics(forest.predict(x[test]))},
        "gradient_boosted_trees": {"maxIter": 50, "stepSize": 0.1,
                                   "metrics": metrics(first.predict(x[test]) + others.predict(x[test], raw_score=True))},
    })


if __name__ == "__main__":
    for make in [ridge, tree, ensembles]:
        make(sys.argv[1])
