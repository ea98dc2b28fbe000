// Does a task in as many processes of one thread as it says threads, side by side: what the cores give to work that shares nothing.
//
// usage: node bench/learn/apart.mjs MATRIX TASK, as ours.mjs; prints what one of them prints, with the seconds of the slowest
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const [matrix, json] = process.argv.slice(2)
const { threads, ...task } = JSON.parse(json)
const args = ['--expose-gc', join(import.meta.dirname, 'ours.mjs'), matrix]
const run = () => promisify(execFile)('node', [...args, JSON.stringify({ ...task, threads: 1 })])
const outputs = await Promise.all(Array.from({ length: threads }, run))
const samples = outputs.map(({ stdout }) => JSON.parse(stdout))
const wall_s = Math.max(...samples.map((sample) => sample.wall_s))
console.log(JSON.stringify({ ...samples[0], wall_s }))
