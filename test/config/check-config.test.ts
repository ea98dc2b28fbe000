import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../src/config/check-config.ts'
import type { Setting } from '../../src/config/setting.ts'
import { settings } from '../../src/config/settings.ts'
import { learnerParams } from '../../src/learn/learner-params.ts'
import type { NumberParam, TextParam } from '../../src/learn/params.ts'

type Declaration = Setting | NumberParam | TextParam

/** Values beyond each bound of a declaration, and of another type. */
function badValues(declaration: Declaration): unknown[] {
  switch (declaration.type) {
    case 'int':
      return [declaration.min - 1, declaration.max + 1, declaration.min + 0.5, String(declaration.min), null]
    case 'float':
      return [declaration.min - 1e-7, declaration.max * 1.0001 + 1e-7, Number.NaN, 'much', true]
    case 'flag':
      return ['true', 1]
    case 'names':
      return ['linear_regression', ['svm'], []]
    default:
      return ['', {}, true]
  }
}

function goodValues(declaration: Declaration): unknown[] {
  if (declaration.type === 'int' || declaration.type === 'float') return [declaration.min, declaration.max]
  return declaration.default === undefined ? [] : [declaration.default]
}

const settingCases = Object.entries<Setting>(settings)
const paramCases = Object.entries(learnerParams).flatMap(([model, params]) =>
  Object.entries<NumberParam | TextParam>(params).map(([name, param]) => [model, name, param] as const),
)

describe('a setting out of its declaration', () => {
  it.each(settingCases)('%s', (name, setting) => {
    for (const value of badValues(setting))
      expect(() => checkConfig('c.yaml', { [name]: value }), `${value}`).toThrow(`c.yaml: ${name}`)
    for (const value of goodValues(setting))
      expect(checkConfig('c.yaml', { [name]: value }).settings.get(name)).toEqual(value)
  })
})

describe('a parameter out of its declaration', () => {
  it.each(paramCases)('%s.%s', (model, name, param) => {
    for (const value of badValues(param)) {
      const place = `c.yaml: ${model}.${name} must be `
      expect(() => checkConfig('c.yaml', { [model]: { [name]: value } }), `${value}`).toThrow(place)
      const inGrid = { [model]: { grid: { [name]: [value] } } }
      expect(() => checkConfig('c.yaml', inGrid)).toThrow(`c.yaml: ${model}.grid.${name}.0 must be `)
    }
    for (const value of goodValues(param)) {
      const { params } = checkConfig('c.yaml', { [model]: { [name]: value } })
      expect(Object.entries(params)).toEqual([[model, { [name]: value }]])
    }
  })
})

describe('messages', () => {
  const messageOf = (given: unknown) => {
    try {
      checkConfig('config.yaml', given)
    } catch (error) {
      return error
    }
    return null
  }

  it('name the place, the rule and the value', () => {
    expect(messageOf({ random_forest: { maxDepth: 31 } })).toMatchObject({
      code: 'usage',
      message: 'config.yaml: random_forest.maxDepth must be an integer in [0, 30], got 31',
    })
  })

  it('name the nearest key for an unknown one, at every level', () => {
    expect(messageOf({ 'tset-ratio': 0.2 })).toMatchObject({
      message: 'config.yaml: no setting tset-ratio',
      hint: 'did you mean test-ratio?',
    })
    expect(messageOf({ random_forest: { maxDpth: 8, grid: { numTree: [1] } } })).toMatchObject({
      message: 'config.yaml: no setting random_forest.grid.numTree; no setting random_forest.maxDpth',
      hint: 'did you mean random_forest.grid.numTrees? did you mean random_forest.maxDepth?',
    })
  })

  it('refuse what is no config at all, and take nothing for an empty one', () => {
    expect(messageOf([1])).toMatchObject({
      message: 'config.yaml: a config must be settings by name, got [1]',
    })
    expect(checkConfig('config.yaml', null).settings.size).toBe(0)
  })

  it('treat __proto__ as any other unknown key', () => {
    expect(messageOf(JSON.parse('{"__proto__": {"seed": 1}}'))).toMatchObject({
      message: 'config.yaml: no setting __proto__',
    })
    const inModel = messageOf(JSON.parse('{"random_forest": {"__proto__": {"maxDepth": 1}}}'))
    expect(inModel).toMatchObject({ message: 'config.yaml: no setting random_forest.__proto__' })
  })
})

describe('featureSubsetStrategy', () => {
  const subset = (value: unknown) => () =>
    checkConfig('c.yaml', { random_forest: { featureSubsetStrategy: value } })

  it('is a share or a count without quotes too, but 1 could be either', () => {
    for (const value of [0.82, 6, '1', '1.0', 'sqrt', '.5']) expect(subset(value)).not.toThrow()
    for (const value of [1, 1.5, 0, '0', '0.0', '1.5', 'most', -3])
      expect(subset(value)).toThrow('must be auto,')
  })
})
