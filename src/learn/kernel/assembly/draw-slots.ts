import { mix, prefixOf } from './hash'
import { drawPrefix, isDrawn, numDrawn, numSlots, slotOrder } from './settings'

/** Draws the slots of the node on a path, as drawSlots in draw-slots.ts does. */
export function drawSlots(path: u32): void {
  if (numDrawn >= numSlots) {
    memory.fill(isDrawn, 1, numSlots)
    return
  }
  memory.fill(isDrawn, 0, numSlots)
  for (let slot: usize = 0; slot < numSlots; slot++) store<u32>(slotOrder + (slot << 2), <u32>slot)
  const prefix = prefixOf(mix(drawPrefix ^ path))
  for (let drawn: usize = 0; drawn < numDrawn; drawn++) {
    const share = <f64>mix(prefix ^ <u32>drawn) * 2.3283064365386963e-10
    const chosen = drawn + <usize>(share * <f64>(numSlots - drawn))
    const at = slotOrder + (chosen << 2)
    store<u8>(isDrawn + <usize>load<u32>(at), 1)
    store<u32>(at, load<u32>(slotOrder + (drawn << 2)))
  }
}
