import type { ColumnNeeds } from '../columns.ts'

/** Minutes that the longest window of a forecast looks back, the present step included. */
const LONGEST_WINDOW_MINUTES = 60

/** Name of the label's column: the speed exactly one horizon after the row's time. */
export const forecastTarget = 'speed_ahead'

const ofPosition: ColumnNeeds = { position: true }
const ofCalendar: ColumnNeeds = { calendar: true }
const ofProfile: ColumnNeeds = { calendar: true, statistics: true }
const ofNow: ColumnNeeds = { readings: { of: 'speed', from: 0, to: 0 } }
const ofNowAndProfile: ColumnNeeds = { ...ofNow, ...ofProfile }

/**
 * What each numeric feature of a forecast needs, by name. Minutes count from the row's time, which is when the forecast
 * is made; the calendar is that of the target's time.
 */
const numericNeeds: Readonly<Record<string, ColumnNeeds>> = {
  speed: ofNow,
  ...Object.fromEntries(
    Array.from({ length: 11 }, (_, index) => [
      `speed_lag_${index + 1}`,
      window(5 * (index + 1), 5 * (index + 1)),
    ]),
  ),
  speed_change: window(15, 0),
  speed_ma_15min: window(10, 0),
  speed_ma_30min: window(25, 0),
  speed_ma_60min: window(55, 0),
  speed_deviation_30min: window(25, 0),
  speed_deviation_60min: window(55, 0),
  hour_sin: ofCalendar,
  hour_cos: ofCalendar,
  time_since_midnight: ofCalendar,
  lat_normalized: ofPosition,
  lon_normalized: ofPosition,
  distance_from_center: ofPosition,
  sensor_mean: { statistics: true },
  sensor_deviation: { statistics: true },
  sensor_p85: { statistics: true },
  profile_ahead: ofProfile,
  profile_now: ofProfile,
  profile_spread: ofProfile,
  profile_change: ofProfile,
  deviation_now: ofNowAndProfile,
  drift_corrected: ofNowAndProfile,
  network_deviation: ofNowAndProfile,
  up_speed: ofNow,
  up_speed_15: window(15, 15),
  up_speed_30: window(30, 30),
  up_deviation: ofNowAndProfile,
  down_speed: ofNow,
  down_speed_15: window(15, 15),
  down_speed_30: window(30, 30),
  down_deviation: ofNowAndProfile,
}

const categoricalNeeds: Readonly<Record<string, ColumnNeeds>> = {
  highway_encoded: ofPosition,
  is_weekend: ofCalendar,
  is_rush_hour: ofCalendar,
  sensor_cluster: ofPosition,
}

/** Names of the features of a forecast, in the vector's order. */
export const forecastFeatures = {
  numeric: Object.keys(numericNeeds),
  categorical: Object.keys(categoricalNeeds),
} as const

/** Gives what a feature of a forecast needs; `null` for a name that is none. */
export function forecastNeeds(name: string): ColumnNeeds | null {
  return numericNeeds[name] ?? categoricalNeeds[name] ?? null
}

/** Gives how far the longest window and the target of a forecast lie apart. */
export function forecastReachMinutes(horizonMinutes: number): number {
  return LONGEST_WINDOW_MINUTES + horizonMinutes
}

function window(first: number, last: number): ColumnNeeds {
  return { readings: { of: 'speed', from: -first, to: 0 - last } }
}
