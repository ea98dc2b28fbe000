import { hashNext, hashPrefix } from '../../random.ts'

/**
 * Draws `numDrawn` of the slots without replacement (Fisher and Yates, from the front).
 *
 * @param nodeSeed  What the node draws by.
 * @param isDrawn  Receives 1 for each slot that is drawn and 0 for the others, [numSlots].
 * @param order  Overwritten, [numSlots]: room that many draws share.
 */
export function drawSlots(nodeSeed: number, numDrawn: number, isDrawn: Uint8Array, order: Uint32Array): void {
  const numSlots = isDrawn.length
  if (numDrawn >= numSlots) {
    isDrawn.fill(1)
    return
  }
  isDrawn.fill(0)
  for (let slot = 0; slot < numSlots; slot++) order[slot] = slot
  const prefix = hashPrefix(nodeSeed)
  for (let drawn = 0; drawn < numDrawn; drawn++) {
    const chosen = drawn + Math.floor(hashNext(prefix, drawn) * 2 ** -32 * (numSlots - drawn))
    isDrawn[order[chosen]] = 1
    order[chosen] = order[drawn]
  }
}
