/** Index of the NameNode that answered last, by the URLs of all of a file system: a process learns once which is active. */
const activeByUrls = new Map<string, number>()

/** Gives the index of the NameNode to ask first: the one that answered this process last, else the first. */
export function activeOf(nameNodes: readonly string[]): number {
  return activeByUrls.get(nameNodes.join()) ?? 0
}

/** Takes note of the index of a NameNode that answered. */
export function rememberActive(nameNodes: readonly string[], index: number): void {
  activeByUrls.set(nameNodes.join(), index)
}
