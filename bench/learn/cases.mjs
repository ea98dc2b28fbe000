/**
 * Gives what each benchmark asks: its cases, by the name that `--json` gives them.
 *
 * A task is `fit` (bins included), `bin`, `predict` (the test rows, again and again) or `row` (one by one), of a
 * `model`. Sides are `peer/variant`; `slow` ones run in the first round alone. A limit compares a figure of ours with
 * the best one of the peers it names: `most` and `aim` bound the ratio from above, `least` from below.
 */
const forest = { kind: 'fit', model: 'forest', trees: 100, depth: 10, share: 'onethird', threads: 1 }
const deep = { ...forest, depth: 12, share: '0.82' }
const boosting = { kind: 'fit', model: 'boosting', trees: 100, depth: 8, stepSize: 0.1, threads: 1 }
const linear = { kind: 'fit', model: 'linear', threads: 1 }

const forestSides = [
  'lightgbm/slots',
  'lightgbm/codes',
  'lightgbm/categories',
  'xgboost/slots',
  'xgboost/codes',
]
const boostingSides = [...forestSides, 'lightgbm/codes-quantised']
const catboost = ['catboost/codes', 'catboost/codes-depthwise']
const rivals = ['lightgbm', 'xgboost']
const cpuSeconds = (most, aim, peers = rivals) => ({ of: 'cpu_s', most, aim, peers })

export const casesByName = {
  forest: {
    forest: {
      task: forest,
      sides: forestSides,
      slow: ['sklearn/codes', 'ydf/codes', 'ydf-training/codes', 'ml-random-forest/codes'],
      limits: [cpuSeconds(0.35, 0.25), { of: 'peak_mb', most: 1, peers: ['lightgbm'] }],
    },
    forest_deep: {
      task: deep,
      sides: forestSides,
      slow: ['sklearn/codes', 'ydf/codes'],
      limits: [cpuSeconds(0.3, 0.2), { of: 'peak_mb', most: 1, peers: ['lightgbm'] }],
    },
  },
  boosting: {
    boosting: {
      task: boosting,
      sides: boostingSides,
      slow: ['sklearn/codes', ...catboost, 'ydf/codes', 'ydf-training/codes'],
      limits: [cpuSeconds(0.75, 0.5), { of: 'peak_mb', most: 1, peers: ['lightgbm'] }],
    },
  },
  linear: {
    linear: {
      task: linear,
      sides: ['sklearn/slots-f64', 'sklearn/slots-f32'],
      slow: [],
      limits: [cpuSeconds(1, 1, ['sklearn'])],
    },
  },
  predict: {
    predict: {
      task: { ...forest, kind: 'predict', repeats: 5 },
      sides: ['lightgbm/codes', 'xgboost/slots', 'xgboost/codes'],
      slow: ['sklearn/codes', 'ydf/codes'],
      limits: [{ of: 'rows_per_s', least: 1.2, aim: 2, peers: [...rivals, 'sklearn', 'ydf'] }],
    },
    predict_boosting: {
      task: { ...boosting, kind: 'predict', repeats: 5 },
      sides: ['lightgbm/codes', 'xgboost/slots', 'xgboost/codes'],
      slow: ['sklearn/codes', ...catboost, 'ydf/codes'],
      limits: [{ of: 'rows_per_s', least: 1, peers: ['xgboost'] }],
    },
    predict_row: {
      task: { ...deep, kind: 'row', repeats: 20 },
      sides: [],
      slow: [],
      limits: [{ of: 'rows_per_s', least: 50_000, peers: [] }],
    },
  },
  bin: {
    bin: {
      task: { kind: 'bin', model: 'boosting', depth: 8, trees: 1, threads: 1 },
      sides: ['lightgbm/slots', 'lightgbm/codes', 'xgboost/slots', 'xgboost/codes', 'sklearn/codes'],
      slow: [],
      limits: [],
    },
  },
  threads: {
    threads: {
      task: { ...forest, threads: 2 },
      sides: ['lightgbm/codes', 'xgboost/codes'],
      slow: [],
      limits: [{ of: 'speedup', least: 1.8, peers: [] }],
    },
    threads_deep: {
      task: { ...deep, threads: 2 },
      sides: ['xgboost/codes'],
      slow: [],
      limits: [{ of: 'speedup', least: 1.8, peers: [] }],
    },
    threads_boosting: {
      task: { ...boosting, threads: 2 },
      sides: ['lightgbm/codes', 'xgboost/codes'],
      slow: [],
      limits: [{ of: 'speedup', least: 1.5, peers: [] }],
    },
  },
}
