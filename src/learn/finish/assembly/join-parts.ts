import { binOf, isSplit, NODE_BYTES, nextPart, setNextPart, startsPart } from './node'

/**
 * Joins the parts of a tree.
 *
 * @param parts  What all threads have grown of it (grown-tree.ts), up to `end`.
 * @param out  Receives the nodes of the tree in pre-order.
 * @returns Where they end.
 */
export function joinParts(parts: usize, end: usize, out: usize): usize {
  linkParts(parts, end)
  return copyPart(parts, end, 1, out)
}

/** Tells each part where the next one starts. */
function linkParts(parts: usize, end: usize): void {
  let next = end
  for (let node = end; node > parts; ) {
    node -= NODE_BYTES
    if (!startsPart(node)) continue
    setNextPart(node, next)
    next = node
  }
}

/** Copies the part on a path, and those below it; gives where they end. */
function copyPart(parts: usize, end: usize, path: f64, out: usize): usize {
  let part = parts
  while (binOf(part) !== path) {
    part = nextPart(part)
    // threads have grown the whole tree
    if (part === end) unreachable()
  }
  const root = part + NODE_BYTES
  const numBytes = nextPart(part) - root
  memory.copy(out, root, numBytes)
  out += numBytes
  if (numBytes > NODE_BYTES || !isSplit(root)) return out
  return copyPart(parts, end, 2 * path + 1, copyPart(parts, end, 2 * path, out))
}
