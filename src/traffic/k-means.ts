import { randomStream } from '../random.ts'

/** A position in the plane. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Rounds of Lloyd's algorithm at most; sensors of a city settle within twenty. */
const MAX_ROUNDS = 100

/**
 * Finds the centres of clusters of points.
 *
 * Centres are drawn by k-means++ and moved by Lloyd's algorithm until no point changes its cluster. Points
 * are sorted first, so their order does not count.
 *
 * @param points  At least one; equal points are kept and weigh as many as they are.
 * @param options.numClusters  Wanted number; never more than there are distinct points.
 * @returns Centres from west to east (by x, then y).
 *
 * Source: Arthur and Vassilvitskii, k-means++: The Advantages of Careful Seeding, 2007.
 */
export function kMeans(
  points: readonly Point[],
  options: { readonly numClusters: number; readonly seed: number },
): readonly Point[] {
  const sorted = points.toSorted(westToEast)
  let centers = drawCenters(sorted, options.numClusters, options.seed)
  let clusters = sorted.map((point) => nearestCenter(point, centers))
  for (let round = 0; round < MAX_ROUNDS; round++) {
    centers = meansOf(sorted, clusters, centers)
    const moved = sorted.map((point) => nearestCenter(point, centers))
    const isSettled = moved.every((cluster, index) => cluster === clusters[index])
    clusters = moved
    if (isSettled) break
  }
  return centers.toSorted(westToEast)
}

/** Gives the index of the nearest centre; of equally near ones the first. */
export function nearestCenter(point: Point, centers: readonly Point[]): number {
  let nearest = 0
  for (let cluster = 1; cluster < centers.length; cluster++) {
    if (squaredDistance(point, centers[cluster]) < squaredDistance(point, centers[nearest])) nearest = cluster
  }
  return nearest
}

/** Draws each next centre from the points, likelier the farther it lies from all centres so far. */
function drawCenters(points: readonly Point[], numClusters: number, seed: number): readonly Point[] {
  const random = randomStream(seed)
  const centers = [points[Math.floor(random.uniform() * points.length)]]
  while (centers.length < numClusters) {
    const weights = points.map((point) => squaredDistance(point, centers[nearestCenter(point, centers)]))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    if (total === 0) break
    centers.push(points[drawIndex(weights, random.uniform() * total)])
  }
  return centers
}

/** Gives the index in whose share of the total the number falls; never one of weight 0. */
function drawIndex(weights: readonly number[], drawn: number): number {
  let left = drawn
  let last = 0
  for (let index = 0; index < weights.length; index++) {
    if (weights[index] === 0) continue
    last = index
    left -= weights[index]
    if (left < 0) break
  }
  return last
}

/** Gives the mean of each cluster; one that lost all its points stays where it was. */
function meansOf(
  points: readonly Point[],
  clusters: readonly number[],
  centers: readonly Point[],
): readonly Point[] {
  return centers.map((center, cluster) => {
    const members = points.filter((_, index) => clusters[index] === cluster)
    if (members.length === 0) return center
    const sum = members.reduce((total, point) => ({ x: total.x + point.x, y: total.y + point.y }))
    return { x: sum.x / members.length, y: sum.y / members.length }
  })
}

function squaredDistance(a: Point, b: Point): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2
}

function westToEast(a: Point, b: Point): number {
  return a.x - b.x || a.y - b.y
}
