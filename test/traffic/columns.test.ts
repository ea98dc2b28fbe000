import { expect, it } from 'vitest'
import { featureColumns, nowcastFeatures } from '../../src/traffic/columns.ts'

it('gives the 16 numeric features in the order that was asked for', () => {
  expect(nowcastFeatures.numeric).toEqual([
    'hour_sin',
    'hour_cos',
    'time_since_midnight',
    'lat_normalized',
    'lon_normalized',
    'distance_from_center',
    'traffic_efficiency',
    'occupancy_ratio',
    'flow_rate',
    'speed_variance',
    'speed_lag_1',
    'speed_lag_2',
    'speed_lag_3',
    'speed_ma_15min',
    'speed_ma_30min',
    'speed_ma_60min',
  ])
})

it('gives the 5 categorical features in the order that was asked for', () => {
  expect(nowcastFeatures.categorical).toEqual([
    'highway_encoded',
    'is_weekend',
    'is_rush_hour',
    'sensor_cluster',
    'congestion_level',
  ])
})

it('names each column once', () => {
  const names = featureColumns.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
