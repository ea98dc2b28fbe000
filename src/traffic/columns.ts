/** What must be known before the value of a column can be computed; of what is absent, nothing. */
export interface ColumnNeeds {
  /** Readings of the row's sensor: of what, and from when to when, in minutes from the row's time, both included. */
  readonly readings?: {
    readonly of: 'speed' | 'volume' | 'occupancy'
    readonly from: number
    readonly to: number
  }
  /** Where the sensor is. */
  readonly position?: true
  /** The local calendar at the row's time. */
  readonly calendar?: true
  /** Statistics of training rows, where they are not declared: free-flow speeds. */
  readonly statistics?: true
}

/** What one column of the feature table holds, in which unit, within which bounds, and what it needs. */
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
  readonly needs: ColumnNeeds
  readonly doc: string
}

const ofPosition: ColumnNeeds = { position: true }
const ofCalendar: ColumnNeeds = { calendar: true }
const ofFreeFlow: ColumnNeeds = { ...ofReadings('speed', 0, 0), position: true, statistics: true }

/** Columns of the feature table in the order of writing, those that a source may lack included. */
export const featureColumns: readonly FeatureColumn[] = [
  column('sensor_id', 'key', '', null, {}, 'Name of the sensor.'),
  column('timestamp', 'key', 'instant', null, {}, 'Start of the 5-minute step, as an instant.'),
  column(
    'speed',
    'target',
    'mph',
    [0, 100],
    ofReadings('speed', 0, 0),
    'Mean speed of the step; never null.',
  ),
  column(
    'volume',
    'carried',
    'vehicles per 5 min',
    [0, 2000],
    ofReadings('volume', 0, 0),
    'Vehicles counted in the step, all lanes.',
  ),
  column('hour_sin', 'numeric', '', [-1, 1], ofCalendar, 'sin(2 pi hour / 24) of the whole local hour.'),
  column('hour_cos', 'numeric', '', [-1, 1], ofCalendar, 'cos(2 pi hour / 24) of the whole local hour.'),
  column(
    'time_since_midnight',
    'numeric',
    's',
    [0, 86399],
    ofCalendar,
    'Seconds on the local clock since 00:00:00.',
  ),
  column(
    'lat_normalized',
    'numeric',
    '',
    [0, 1],
    ofPosition,
    'Latitude within the box of the network, 0 south, 1 north.',
  ),
  column(
    'lon_normalized',
    'numeric',
    '',
    [0, 1],
    ofPosition,
    'Longitude within the box of the network, 0 west, 1 east.',
  ),
  column(
    'distance_from_center',
    'numeric',
    'km',
    [0, 500],
    ofPosition,
    'Way to the centre, flat, 111 km a degree.',
  ),
  column('traffic_efficiency', 'numeric', '', [0, 2], ofFreeFlow, 'speed / free-flow speed of the sensor.'),
  column(
    'occupancy_ratio',
    'numeric',
    '',
    [0, 1],
    ofReadings('occupancy', 0, 0),
    'Share of the step in which the detector is covered.',
  ),
  column('flow_rate', 'numeric', 'veh/h', [0, 24000], ofReadings('volume', 0, 0), 'volume * 12.'),
  column(
    'speed_variance',
    'numeric',
    'mph',
    [0, 100],
    ofReadings('speed', -25, 0),
    'Sample standard deviation of the last 6 speeds.',
  ),
  lag('speed_lag_1', 5),
  lag('speed_lag_2', 10),
  lag('speed_lag_3', 15),
  average('speed_ma_15min', 3),
  average('speed_ma_30min', 6),
  average('speed_ma_60min', 12),
  column(
    'highway_encoded',
    'categorical',
    '',
    [0, 4],
    ofPosition,
    '101 is 1, 110 is 2, 405 is 3, 10 is 4, other is 0.',
  ),
  column('is_weekend', 'categorical', '', [0, 1], ofCalendar, '1 on Saturday and Sunday, local.'),
  column('is_rush_hour', 'categorical', '', [0, 1], ofCalendar, '1 in the local hours 7, 8, 16, 17 and 18.'),
  column(
    'sensor_cluster',
    'categorical',
    '',
    [0, 9],
    ofPosition,
    'Cluster of nearby sensors, numbered from west to east.',
  ),
  column(
    'congestion_level',
    'categorical',
    '',
    null,
    ofFreeFlow,
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
  needs: ColumnNeeds,
  doc: string,
): FeatureColumn {
  return { name, kind, unit, range, needs, doc }
}

function ofReadings(of: 'speed' | 'volume' | 'occupancy', from: number, to: number): ColumnNeeds {
  return { readings: { of, from, to } }
}

function lag(name: string, minutes: number): FeatureColumn {
  const doc = `Speed ${minutes} minutes before; null where there was none.`
  return column(name, 'numeric', 'mph', [0, 100], ofReadings('speed', -minutes, -minutes), doc)
}

function average(name: string, numSteps: number): FeatureColumn {
  const doc = `Mean of the speeds present in the last ${numSteps} steps.`
  return column(name, 'numeric', 'mph', [0, 100], ofReadings('speed', 5 - 5 * numSteps, 0), doc)
}
