/** A box of the ISO base media file format: where it begins, where its content does, and where it ends. */
export interface Box {
  readonly type: string
  readonly start: number
  readonly content: number
  readonly end: number
}

/**
 * The boxes from `start` to `end`. Throws a RangeError where one is longer than what holds it, unless `ends` says of its type
 * that nothing comes here any more.
 */
export function boxesIn(
  bytes: Buffer,
  start: number,
  end: number,
  ends: (type: string) => boolean = () => false,
): Box[] {
  const boxes: Box[] = []
  for (let at = start; at + 8 <= end; ) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    const short = bytes.readUInt32BE(at)
    const content = at + (short === 1 ? 16 : 8)
    const length = short === 0 ? end - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short
    if (at + length > end || at + length < content) {
      if (ends(type)) break
      throw new RangeError(`The box ${type} is longer than what holds it`)
    }
    boxes.push({ type, start: at, content, end: at + length })
    at += length
  }
  return boxes
}
