// The icon files of Windows and macOS: both are lists of PNG pictures with a header.

/** Windows: sizes up to 256. */
export function ico(pictures) {
  const entries = [...pictures].filter(([size]) => size <= 256);
  const header = Buffer.alloc(6 + 16 * entries.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(entries.length, 4);
  let offset = header.length;
  for (const [index, [size, bytes]] of entries.entries()) {
    const at = 6 + 16 * index;
    // 256 is written as 0: the field is one byte.
    header.set([size % 256, size % 256], at);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(bytes.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += bytes.length;
  }
  return Buffer.concat([header, ...entries.map(([, bytes]) => bytes)]);
}

// The same picture serves as a size and as half that size on a dense screen.
const appleTypes = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 };

/** macOS. */
export function icns(pictures) {
  const parts = Object.entries(appleTypes).map(([type, size]) => part(type, pictures.get(size)));
  return part("icns", Buffer.concat(parts));
}

function part(type, data) {
  const header = Buffer.alloc(8);
  header.write(type, "latin1");
  header.writeUInt32BE(data.length + 8, 4);
  return Buffer.concat([header, data]);
}
