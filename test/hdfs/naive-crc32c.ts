/** CRC-32C bit by bit, as it is defined: the reflected polynomial 0x1EDC6F41, all ones before, inverted after. */
export function naiveCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return ~crc >>> 0
}
