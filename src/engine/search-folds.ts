import { FreeflowError } from '../errors.ts'
import { inParallel } from '../in-parallel.ts'
import type { PlannedFit } from '../learn/plan-fits.ts'
import { type CrossValidation, type CrossValidationTask, pointScores } from './cross-validation.ts'
import { type JobHost, stopIfInterrupted } from './host.ts'

/** How an engine runs the fits of a search. */
export interface FoldSearch {
  /** The fits that answer all points and extras, the same for each fold; the extras count on from the points. */
  readonly plan: readonly PlannedFit[]
  readonly numFolds: number
  /** Fits that run at the same time. */
  readonly parallelism: number
  /** What progress counts, and how many of them a fit takes. */
  readonly steps: { readonly noun: string; readonly of: (fit: PlannedFit) => number }
  /** Makes the rows of a fold ready. */
  readonly open: (fold: number) => Promise<OpenFold>
}

/** Tells how far a fit in hand is. */
export interface FitProgress {
  /** How many of its steps are done. */
  within(numSteps: number): void
  /** How much is done of something that has no fixed share in a step: the search stands in the line too. */
  inHand(noun: string, numDone: number, total: number): void
}

/** The rows of one fold, ready to fit on and to score. */
export interface OpenFold {
  /** Fits on the training rows and gives R2 on the held-out rows, one a point that the fit answers. */
  score(fit: PlannedFit, progress: FitProgress): Promise<readonly number[]>
  close(): Promise<void>
}

/**
 * Runs the fits of a search that are not done yet, fold by fold, and sums up the folds that are whole.
 *
 * @throws FreeflowError `budget` if the time was up before one fold was whole, `interrupted` when the signal fires.
 */
export async function searchFolds(
  task: CrossValidationTask,
  search: FoldSearch,
  host: JobHost,
): Promise<CrossValidation> {
  const { numFolds } = search
  const startMs = host.now()
  const progress = progressOf(task, search, host)
  const scores: (readonly number[])[] = []
  let fitsRun = 0
  for (let fold = 0; fold < numFolds; fold++) {
    const found = await scoreFold(task, search, { fold, progress }, host)
    fitsRun += found.numModels
    if (!found.isWhole) break
    scores.push(found.scores)
  }
  progress.end()
  if (scores.length === 0)
    throw new FreeflowError('budget', `${task.name}: the time was up before one fold was scored`, {
      hint: 'give more time, or go on later with --resume',
    })
  const [points, extras] = [task.points, task.extras]
  const summed = [...points, ...extras].map((params, at) =>
    pointScores(
      params,
      scores.map((fold) => fold[at]),
    ),
  )
  return {
    points: summed.slice(0, points.length),
    extras: summed.slice(points.length).filter(({ mean }) => !Number.isNaN(mean)),
    numFolds,
    fitsEquivalent: points.length * numFolds,
    fitsRun,
    seconds: (host.now() - startMs) / 1000,
  }
}

/** What a fold came to. */
interface FoldScores {
  /** By point and extra; NaN where its fit was not done. */
  readonly scores: readonly number[]
  /** Models that are fitted, now or before. */
  readonly numModels: number
  /** False where the time was up before all were. */
  readonly isWhole: boolean
}

async function scoreFold(
  { name, points, extras, study }: CrossValidationTask,
  { plan, parallelism, open }: FoldSearch,
  { fold, progress }: { readonly fold: number; readonly progress: Progress },
  host: JobHost,
): Promise<FoldScores> {
  const scores = new Float64Array(points.length + extras.length).fill(Number.NaN)
  const unitOf = (fit: PlannedFit) => `${name}, fold ${fold}, fit ${plan.indexOf(fit)}`
  let numModels = 0
  const take = (fit: PlannedFit, found: readonly number[]) => {
    numModels += fit.models.length
    for (const [at, index] of fit.points.entries()) scores[index] = found[at]
    progress.finish(fit)
  }
  const missing = plan.filter((fit) => {
    const known = study.scoresOf(unitOf(fit))
    if (known !== null) take(fit, known)
    return known === null
  })
  if (missing.length === 0 || study.isTimeUp())
    return { scores: [...scores], numModels, isWhole: missing.length === 0 }
  stopIfInterrupted(host)
  const rows = await open(fold)
  await inParallel(missing, parallelism, async (fit) => {
    if (study.isTimeUp()) return
    stopIfInterrupted(host)
    const found = await rows.score(fit, progress)
    study.keep(unitOf(fit), found)
    take(fit, found)
  }).finally(() => rows.close())
  return { scores: [...scores], numModels, isWhole: !scores.subarray(0, points.length).includes(Number.NaN) }
}

/** Tells how far a search is, over all of its folds. */
interface Progress extends FitProgress {
  finish(fit: PlannedFit): void
  end(): void
}

function progressOf(
  { name, points }: CrossValidationTask,
  { plan, numFolds, steps }: FoldSearch,
  { report }: JobHost,
): Progress {
  const title = `${name}: ${points.length > 1 ? 'tuning' : 'cross-validation'}, ${steps.noun}`
  const total = numFolds * plan.reduce((sum, fit) => sum + steps.of(fit), 0)
  let finished = 0
  const tell = (numSteps: number) => {
    if (numSteps < total) report.progress(title, numSteps, total)
  }
  return {
    within: (numSteps) => tell(finished + numSteps),
    inHand: (noun, numDone, ofAll) =>
      report.progress(`${title} ${finished}/${total}, ${noun}`, numDone, ofAll),
    finish: (fit) => {
      finished += steps.of(fit)
      tell(finished)
    },
    end: () => report.progress(title, total, total),
  }
}
