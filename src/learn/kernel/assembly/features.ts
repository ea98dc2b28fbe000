import { CODING_BYTES } from './ranks'
import { codings, features } from './settings'

/** What the kernel has to know of a feature; FEATURE_WORDS and write-features.ts are the other side of it. */
export class Feature {
  slot: u32
  /** Slots of a one-hot group; 0 of a numeric feature. */
  numSlots: u32
  numBins: u32
  /** Byte of a row that holds the code of its bundle. */
  bundle: u32
  /** Number of codes to add up; 0 where the codes are the bins. */
  numJoined: u32
}

export function featureAt(feature: usize): Feature {
  return changetype<Feature>(features + feature * offsetof<Feature>())
}

/** Gives what the codes of its bundle are to a feature, the bin by code first. */
export function codingOf(feature: usize): usize {
  return codings + feature * CODING_BYTES
}
