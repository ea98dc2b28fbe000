/** What one column of the feature table holds, in which unit, within which bounds, and when it is known. */
export interface FeatureColumn {
  readonly name: string
  /**
   * What the column is for: `key` names the row, `target` is what is predicted, `numeric` and `categorical`
   * are features of the `nowcast` preset, `carried` is kept for people and is no feature.
   */
  readonly kind: 'key' | 'target' | 'numeric' | 'categorical' | 'carried'
  /** Unit in words, for instance `mph`; empty where the values are codes, names or plain ratios. */
  readonly unit: string
  /** Smallest and largest sensible number, both included; `null` for strings, instants and open ends. */
  readonly range: readonly [min: number, max: number] | null
  /** True if the value is made of the speed of the same row: who has it has the target. */
  readonly knowsTarget: boolean
  readonly doc: string
}

/** Columns of the feature table in the order of writing, those that a source may lack included. */
export const featureColumns: readonly FeatureColumn[] = [
  column('sensor_id', 'key', '', null, 'Name of the sensor.'),
  column('timestamp', 'key', 'instant', null, 'Start of the 5-minute step, as an instant.'),
  column('speed', 'target', 'mph', [0, 100], 'Mean speed of the step; never null.'),
  column('volume', 'carried', 'vehicles per 5 min', [0, 2000], 'Vehicles counted in the step, all lanes.'),
  column('hour_sin', 'numeric', '', [-1, 1], 'sin(2 pi hour / 24) of the whole local hour.'),
  column('hour_cos', 'numeric', '', [-1, 1], 'cos(2 pi hour / 24) of the whole local hour.'),
  column('time_since_midnight', 'numeric', 's', [0, 86399], 'Seconds on the local clock since 00:00:00.'),
  column(
    'lat_normalized',
    'numeric',
    '',
    [0, 1],
    'Latitude within the box of the network, 0 south, 1 north.',
  ),
  column('lon_normalized', 'numeric', '', [0, 1], 'Longitude within the box of the network, 0 west, 1 east.'),
  column('distance_from_center', 'numeric', 'km', [0, 500], 'Way to the centre, flat, 111 km a degree.'),
  leak('traffic_efficiency', 'numeric', '', [0, 2], 'speed / free-flow speed of the sensor.'),
  column('occupancy_ratio', 'numeric', '', [0, 1], 'Share of the step in which the detector is covered.'),
  column('flow_rate', 'numeric', 'veh/h', [0, 24000], 'volume * 12.'),
  leak('speed_variance', 'numeric', 'mph', [0, 100], 'Sample standard deviation of the last 6 speeds.'),
  column('speed_lag_1', 'numeric', 'mph', [0, 100], 'Speed 5 minutes before; null where there was none.'),
  column('speed_lag_2', 'numeric', 'mph', [0, 100], 'Speed 10 minutes before; null where there was none.'),
  column('speed_lag_3', 'numeric', 'mph', [0, 100], 'Speed 15 minutes before; null where there was none.'),
  leak('speed_ma_15min', 'numeric', 'mph', [0, 100], 'Mean of the speeds present in the last 3 steps.'),
  leak('speed_ma_30min', 'numeric', 'mph', [0, 100], 'Mean of the speeds present in the last 6 steps.'),
  leak('speed_ma_60min', 'numeric', 'mph', [0, 100], 'Mean of the speeds present in the last 12 steps.'),
  column('highway_encoded', 'categorical', '', [0, 4], '101 is 1, 110 is 2, 405 is 3, 10 is 4, other is 0.'),
  column('is_weekend', 'categorical', '', [0, 1], '1 on Saturday and Sunday, local.'),
  column('is_rush_hour', 'categorical', '', [0, 1], '1 in the local hours 7, 8, 16, 17 and 18.'),
  column(
    'sensor_cluster',
    'categorical',
    '',
    [0, 9],
    'Cluster of nearby sensors, numbered from west to east.',
  ),
  leak(
    'congestion_level',
    'categorical',
    '',
    null,
    'low above 0.8 of free flow, medium above 0.5, else high.',
  ),
]

/** Names of the features of the `nowcast` preset, 16 numeric and 5 categorical, in the vector's order. */
export const nowcastFeatures = {
  numeric: namesOfKind('numeric'),
  categorical: namesOfKind('categorical'),
} as const

function namesOfKind(kind: FeatureColumn['kind']): readonly string[] {
  return featureColumns.filter((declared) => declared.kind === kind).map(({ name }) => name)
}

function column(
  name: string,
  kind: FeatureColumn['kind'],
  unit: string,
  range: FeatureColumn['range'],
  doc: string,
): FeatureColumn {
  return { name, kind, unit, range, doc, knowsTarget: false }
}

/** A column that is made of the speed of its own row. */
function leak(...declared: Parameters<typeof column>): FeatureColumn {
  return { ...column(...declared), knowsTarget: true }
}
