// Writes RGBA pixels as a PNG file.
import { crc32 as checksum, deflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function png(pixels, size) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits per channel, colour with alpha.
  header.set([8, 6], 8);
  const stride = size * 4;
  const rows = Buffer.alloc((stride + 1) * size);
  // Each row starts with its filter; 0 is none.
  for (let row = 0; row < size; row++) pixels.copy(rows, row * (stride + 1) + 1, row * stride, (row + 1) * stride);
  const body = deflateSync(rows, { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", body), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, data) {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const bytes = Buffer.alloc(typed.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  typed.copy(bytes, 4);
  bytes.writeUInt32BE(checksum(typed), typed.length + 4);
  return bytes;
}
