/** Rows of a size that is known where the loop is compiled, which makes it half as long. */
class Row16 {
  head: v128
}
class Row24 {
  head: v128
  tail: u64
}
class Row32 {
  head: v128
  tail: v128
}

/**
 * Moves rows to two places, those that go left from one on upwards, the others from another on downwards.
 *
 * Both addresses of the next row are computed and one is chosen, as a branch would be guessed wrongly.
 *
 * @param bundle  Byte of a row that holds the code that is asked.
 * @param sides  By code: -1 where rows go left, else 0; see writeSides.
 * @param front  Where the first row goes that goes left.
 * @param back  Where the first of the others goes; its next one goes before it.
 * @returns Where the left rows end.
 */
export function moveRows(
  rows: usize,
  end: usize,
  stride: usize,
  bundle: usize,
  sides: usize,
  front: usize,
  back: usize,
): usize {
  if (stride === 16) return moveRowsOf<Row16>(rows, end, bundle, sides, front, back)
  if (stride === 24) return moveRowsOf<Row24>(rows, end, bundle, sides, front, back)
  if (stride === 32) return moveRowsOf<Row32>(rows, end, bundle, sides, front, back)
  const last = stride - 16
  for (let row = rows; row < end; row += stride) {
    const isLeft = <usize>load<i8>(sides + <usize>load<u8>(row + bundle))
    const to = back + ((front - back) & isLeft)
    for (let at: usize = 0; at < last; at += 16) v128.store(to + at, v128.load(row + at))
    v128.store(to + last, v128.load(row + last))
    front += stride & isLeft
    back -= stride & ~isLeft
  }
  return front
}

function moveRowsOf<Row>(
  rows: usize,
  end: usize,
  bundle: usize,
  sides: usize,
  front: usize,
  back: usize,
): usize {
  for (let row = rows; row < end; row += offsetof<Row>()) {
    const isLeft = <usize>load<i8>(sides + <usize>load<u8>(row + bundle))
    const to = back + ((front - back) & isLeft)
    v128.store(to, v128.load(row))
    // the last 16 bytes, some of them again
    if (offsetof<Row>() > 16) v128.store(to + (offsetof<Row>() - 16), v128.load(row + (offsetof<Row>() - 16)))
    front += offsetof<Row>() & isLeft
    back -= offsetof<Row>() & ~isLeft
  }
  return front
}

/**
 * Writes for each code of a bundle whether its rows go left (-1) or not (0).
 *
 * @param binOfCode  Bins of the feature that is asked, by code; see FeatureCode.
 * @param low  A row is in range where its bin is in [low, low + span].
 * @param outside  0: rows in range go left; 1: the others do.
 * @param sides  Receives i8, [256].
 */
export function writeSides(binOfCode: usize, low: u32, span: u32, outside: u32, sides: usize): void {
  const first = i8x16.splat(<i8>low)
  const most = i8x16.splat(<i8>span)
  const others = i8x16.splat(-(<i8>outside))
  for (let code: usize = 0; code < 256; code += 16) {
    const isInside = i8x16.le_u(i8x16.sub(v128.load(binOfCode + code), first), most)
    v128.store(sides + code, v128.xor(isInside, others))
  }
}
