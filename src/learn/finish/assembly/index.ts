export { joinParts } from './join-parts'
export { mergeLeaves } from './merge-leaves'
export { writeColumns } from './write-columns'
