import { expect, it } from 'vitest'
import { nearestName } from '../../src/table/nearest-name.ts'

it('finds the name with the fewest letters changed', () => {
  expect(nearestName('speed_mph', ['timestamp', 'sped_mph', 'speed'])).toBe('sped_mph')
})

it('does not mind upper and lower case', () => {
  expect(nearestName('sensor_id', ['Sensor_ID', 'sensor_i'])).toBe('Sensor_ID')
})

it('takes the first of equally near names', () => {
  expect(nearestName('speed', ['speeda', 'speedb'])).toBe('speeda')
})

it('finds a name that is cut short or goes on, however much is left out', () => {
  expect(nearestName('longitude', ['direction', 'lon'])).toBe('lon')
  expect(nearestName('speed', ['speed_in_miles_per_hour'])).toBe('speed_in_miles_per_hour')
})

it('finds none where more than half differs', () => {
  expect(nearestName('timestamp', ['direction', 'stations'])).toBeNull()
  expect(nearestName('speed', [])).toBeNull()
})
