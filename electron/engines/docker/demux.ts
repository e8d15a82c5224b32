export interface Frame {
  stream: "stdout" | "stderr";
  data: Buffer;
}

const HEADER = 8;
/** No frame of the engine is near this; a larger length means that the stream is not framed at all. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Takes the frames out of an attached or logged stream: type in byte 0, length in bytes 4 to 7. A stream without frames
 * (a terminal's) shows by its first header and is passed on as it is. Source: Docker Engine API, "Stream format".
 */
export function createDemuxer(push: (frame: Frame) => void): (chunk: Buffer) => void {
  let buffer: Buffer = Buffer.alloc(0);
  let raw = false;
  return (chunk) => {
    if (raw) return push({ stream: "stdout", data: chunk });
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    while (buffer.length >= HEADER) {
      const type = buffer.readUInt8(0);
      const length = buffer.readUInt32BE(4);
      if (type > 2 || buffer.readUIntBE(1, 3) !== 0 || length > LARGEST) {
        raw = true;
        push({ stream: "stdout", data: buffer });
        buffer = Buffer.alloc(0);
        return;
      }
      if (buffer.length < HEADER + length) return;
      push({ stream: type === 2 ? "stderr" : "stdout", data: buffer.subarray(HEADER, HEADER + length) });
      buffer = buffer.subarray(HEADER + length);
    }
  };
}
