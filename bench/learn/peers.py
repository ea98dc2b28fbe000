"""Does one task of a benchmark with a Python library and prints what it took.

usage: python bench/learn/peers.py MATRIX TASK PEER VARIANT, TASK as JSON (see cases.mjs)

VARIANT says what the library is given: `slots` (one column a slot of a one-hot group), `codes` (one a group),
`categories` (codes, declared as categories), and what it is told beside that.
"""

import json
import os
import resource
import sys
import time

directory, task, peer, variant = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3], sys.argv[4]
threads = task.get("threads", 1)
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(threads)

import numpy as np

shape = json.load(open(f"{directory}/matrix.json"))
depth, trees = task.get("depth"), task.get("trees")
forest = task.get("model") == "forest"
share = {"onethird": 1 / 3}.get(task.get("share")) or float(task.get("share", 1))
boosting = task.get("boosting")  # of Spark's names, in the forecast alone
absolute = bool(boosting) and boosting.get("lossType") == "absolute"
# Spark's step counts twice on squared loss; on absolute loss leaves are medians everywhere
rate = (1 if absolute else 2) * task.get("stepSize", 0.1)
kind = np.float64 if "f64" in variant else np.float32


def read(side):
    columns = []
    for at, feature in enumerate(shape["features"]):
        if feature["kind"] == "numeric":
            columns.append(np.fromfile(f"{directory}/{side}-{at}.f64"))
            continue
        codes = np.fromfile(f"{directory}/{side}-{at}.u8", np.uint8)
        if not variant.startswith("slots"):
            columns.append(codes)
            continue
        for slot in range(feature["numSlots"]):
            columns.append(np.where(codes == slot, feature["on"][slot], feature["off"][slot]))
    rows = np.empty((shape[side], len(columns)), kind)
    for at, column in enumerate(columns):
        rows[:, at] = column
    return rows, np.fromfile(f"{directory}/{side}-labels.f64")


def status(key):
    for line in open("/proc/self/status"):
        if line.startswith(key):
            return int(line.split()[1]) * 1024 / 1e6


def measure(work):
    # from here on the kernel keeps a new peak
    open("/proc/self/clear_refs", "w").write("5")
    base = status("VmRSS")
    cpu, start = time.process_time(), time.perf_counter()
    result = work()
    used = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - start}
    return result, {**used, "peak_mb": status("VmHWM") - base}


def lightgbm():
    import lightgbm as lib

    params = {
        "objective": "regression_l1" if absolute else "regression",
        "max_bin": 255,
        "max_depth": depth,
        "num_leaves": 2**depth,
        "min_data_in_leaf": 1,
        "min_sum_hessian_in_leaf": 0,
        "num_threads": threads,
        "seed": 42,
        "verbosity": -1,
    }
    if forest:
        params |= {"boosting": "rf", "bagging_fraction": 0.632, "bagging_freq": 1, "feature_fraction_bynode": share}
    else:
        params |= {"learning_rate": rate}
    if boosting:
        params |= {
            "bagging_fraction": boosting["subsamplingRate"],
            "bagging_freq": 1,
            "feature_fraction_bynode": 1 / 3,
            "min_data_in_leaf": boosting["minInstancesPerNode"],
        }
    if "quantised" in variant:
        params |= {"use_quantized_grad": True, "quant_train_renew_leaf": True}
    groups = [at for at, feature in enumerate(shape["features"]) if feature["kind"] == "one-hot"]
    categories = groups if variant.startswith("categories") else "auto"

    def bin():
        return lib.Dataset(X, y, params=params, categorical_feature=categories, free_raw_data=False).construct()

    fit = lambda: lib.train(params, bin(), trees)
    return lib, fit, lambda model: model.predict(V, num_threads=threads), bin


def xgboost():
    import xgboost as lib

    params = {
        "objective": "reg:squarederror",
        "tree_method": "hist",
        "max_bin": 256,
        "max_depth": depth,
        "min_child_weight": 1,
        "lambda": 0,
        "nthread": threads,
        "seed": 42,
    }
    rounds = trees
    if forest:
        params |= {"num_parallel_tree": trees, "subsample": 0.632, "colsample_bynode": share, "learning_rate": 1}
        rounds = 1
    else:
        params |= {"learning_rate": rate}
    if boosting:
        params |= {
            "subsample": boosting["subsamplingRate"],
            "colsample_bynode": 1 / 3,
            "min_child_weight": boosting["minInstancesPerNode"],
        }
    bin = lambda: lib.QuantileDMatrix(X, y, max_bin=256, nthread=threads)
    fit = lambda: lib.train(params, bin(), rounds)
    return lib, fit, lambda model: model.inplace_predict(V), bin


def sklearn():
    import sklearn as lib
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
    from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper
    from sklearn.linear_model import Ridge

    if task["model"] == "linear":
        model = Ridge(alpha=0.01 * len(y) / y.std())
    elif forest:
        model = RandomForestRegressor(trees, max_depth=depth, max_features=share, n_jobs=threads, random_state=42)
    else:
        model = HistGradientBoostingRegressor(
            learning_rate=rate,
            max_iter=trees,
            max_leaf_nodes=None,
            max_depth=depth,
            min_samples_leaf=1,
            early_stopping=False,
            random_state=42,
        )
    bin = lambda: _BinMapper(n_bins=256, random_state=42, n_threads=threads).fit_transform(X)
    return lib, lambda: model.fit(X, y), lambda model: model.predict(V), bin


def catboost():
    import catboost as lib

    policy = "Depthwise" if "depthwise" in variant else "SymmetricTree"
    more = {}
    if boosting:
        more = {
            "bootstrap_type": "Bernoulli",
            "subsample": boosting["subsamplingRate"],
            "rsm": 1 / 3,
            "min_data_in_leaf": boosting["minInstancesPerNode"],
        }
    model = lib.CatBoostRegressor(
        iterations=trees,
        depth=depth,
        learning_rate=rate,
        border_count=254,
        grow_policy=policy,
        l2_leaf_reg=0,
        thread_count=threads,
        random_seed=42,
        logging_level="Silent",
        allow_writing_files=False,
        **more,
    )
    return lib, lambda: model.fit(X, y), lambda model: model.predict(V, thread_count=threads), None


def ydf():
    import ydf as lib

    lib.verbose(0)
    common = {
        "label": "label",
        "task": lib.Task.REGRESSION,
        "num_trees": trees,
        "max_depth": depth + 1,
        "min_examples": 1,
        "discretize_numerical_columns": True,
        "num_discretized_numerical_bins": 255,
        "num_threads": threads,
        "random_seed": 42,
    }
    learner = (
        lib.RandomForestLearner(
            **common, num_candidate_attributes_ratio=share, compute_oob_performances=False, winner_take_all=False
        )
        if forest
        else lib.GradientBoostedTreesLearner(
            **common, shrinkage=rate, validation_ratio=0.0, early_stopping="NONE", l2_regularization=0.0
        )
    )
    columns = lambda rows: {f"x{at}": rows[:, at] for at in range(rows.shape[1])}
    fit = lambda: learner.train({**columns(X), "label": y})
    return lib, fit, lambda model: model.predict(columns(V), num_threads=threads), None


def score(model):
    residual = W - np.asarray(predict(model), np.float64)
    squares = (residual**2).sum()
    return {
        "r2": 1 - squares / ((W - W.mean()) ** 2).sum(),
        "rmse": (squares / len(W)) ** 0.5,
        "mae": np.abs(residual).mean(),
    }


X, y = read("train")
V, W = read("test")
lib, fit, predict, bin = {f.__name__: f for f in (lightgbm, xgboost, sklearn, catboost, ydf)}[peer]()
if task["kind"] == "bin":
    _, used = measure(bin)
    result = {**used, "r2": None, "rows": len(y)}
elif task["kind"] == "predict":
    model = fit()
    predict(model)
    _, used = measure(lambda: [predict(model) for _ in range(task["repeats"])])
    result = {**used, **score(model), "rows": len(W) * task["repeats"]}
else:
    model, used = measure(fit)
    result = {**used, **score(model), "rows": len(y)}
print(json.dumps({**result, "version": lib.__version__}))
