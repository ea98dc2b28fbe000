import { describe, expect, it } from 'vitest'
import { configFromAssignments } from '../../src/config/config-from-assignments.ts'
import { configFromEnvironment } from '../../src/config/config-from-environment.ts'
import { mergeConfigs } from '../../src/config/merge-configs.ts'

describe('--set', () => {
  it('builds a config of paths and YAML values; of equal paths the last counts', () => {
    const config = configFromAssignments([
      'random_forest.maxDepth=8',
      'test-ratio=0.3',
      'random_forest.grid.numTrees=[10,20]',
      'random_forest.maxDepth=9',
      'models=a=b',
    ])
    expect(config.params).toEqual({ random_forest: { maxDepth: 9 } })
    expect(config.grids).toEqual({ random_forest: { numTrees: [10, 20] } })
    expect([...config.settings]).toEqual([
      ['models', 'a=b'],
      ['test-ratio', 0.3],
    ])
  })

  it.each([
    ['random_forest.maxDepth', '--set: must be path=value, got random_forest.maxDepth'],
    ['=8', '--set: must be path=value, got =8'],
    ['random_forest.grid.numTrees=[1', '--set: random_forest.grid.numTrees=[1: '],
    [
      'random_forest.maxDepth=deep',
      '--set: random_forest.maxDepth must be an integer in [0, 30], got "deep"',
    ],
    ['__proto__.seed=1', '--set: no setting __proto__'],
    ['constructor.prototype.seed=1', '--set: no setting constructor'],
    ['seed.deeper=1', '--set: seed must be an integer'],
  ])('refuses %s', (assignment, message) => {
    expect(() => configFromAssignments([assignment])).toThrow(message)
    expect(Object.hasOwn(Object.prototype, 'seed')).toBe(false)
  })
})

describe('the environment', () => {
  it('gives settings by FREEFLOW_ and the name of the flag; empty variables do not count', () => {
    const { settings } = configFromEnvironment({
      FREEFLOW_TEST_RATIO: '0.3',
      FREEFLOW_ONLY: 'random_forest,linear_regression',
      FREEFLOW_FAIL_ON_LEAK: 'true',
      FREEFLOW_TUNE: '0',
      FREEFLOW_SEED: '',
    })
    expect(Object.fromEntries(settings)).toEqual({
      only: ['random_forest', 'linear_regression'],
      tune: false,
      'test-ratio': 0.3,
      'fail-on-leak': true,
    })
  })

  it('leaves to the tests what is theirs', () => {
    const theirs = ['DATA', 'DEBUG', 'CLUSTER', 'PYTHON', 'FAULTS']
    const environment = Object.fromEntries(theirs.map((name) => [`FREEFLOW_${name}`, 'x']))
    expect(configFromEnvironment(environment).settings.size).toBe(0)
  })

  it('names the variable of a bad value', () => {
    expect(() => configFromEnvironment({ FREEFLOW_SEED: '1e3' })).toThrow(
      'FREEFLOW_SEED must be an integer in [0, 2147483647], got 1e3',
    )
    expect(() => configFromEnvironment({ FREEFLOW_TIMEZONE: 'Mars/Olympus' })).toThrow('must be an IANA zone')
    expect(() => configFromEnvironment({ FREEFLOW_JSON: 'maybe' })).toThrow('must be true or false')
  })
})

describe('mergeConfigs', () => {
  it('puts parameter over parameter and grid list over grid list', () => {
    const lower = configFromAssignments([
      'seed=1',
      'random_forest.maxDepth=8',
      'random_forest.grid.maxDepth=[8]',
    ])
    const upper = configFromAssignments(['random_forest.numTrees=5', 'random_forest.grid.maxDepth=[9]'])
    const { settings, params, grids } = mergeConfigs(lower, upper)
    expect([...settings]).toEqual([['seed', 1]])
    expect(params).toEqual({ random_forest: { maxDepth: 8, numTrees: 5 } })
    expect(grids).toEqual({ random_forest: { maxDepth: [9] } })
  })
})
