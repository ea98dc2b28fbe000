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

it('finds none where more than two thirds differ', () => {
  expect(nearestName('speed', ['longitude', 'xyz'])).toBeNull()
  expect(nearestName('speed', [])).toBeNull()
})
