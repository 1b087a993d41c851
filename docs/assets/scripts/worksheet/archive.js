// Office files are zip archives of XML. What is opened here may come from anywhere: it is unpacked within limits, and what is no
// plain XML is refused. Zipping is fflate's 0.8.3 (MIT, vendor/fflate-license.txt), which sets itself as a global
// name, since its small build is no module.
import "../vendor/fflate.js";

const { unzipSync, zipSync, strFromU8, strToU8 } = globalThis.fflate;
const MOST = 60_000_000;

export class Refused extends Error {}

// Returns the parts of an archive by name; throws Refused with "damaged" or "macros".
export function unpack(bytes) {
  let total = 0;
  let files;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > MOST) throw new Refused("large");
        if (/vbaProject|macrosheets\//i.test(name)) throw new Refused("macros");
        return true;
      },
    });
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("damaged");
  }
  return files;
}

export const pack = (files) => zipSync(files, { level: 6, mtime: "1980-01-01T00:00:00" });

// Returns a part as an XML document; throws Refused where it is missing or no XML.
export function xml(files, name) {
  if (!files[name]) throw new Refused("damaged");
  const text = strFromU8(files[name]);
  // A document type can make a small file grow without end.
  if (/<!DOCTYPE/i.test(text)) throw new Refused("damaged");
  const tree = new DOMParser().parseFromString(text, "application/xml");
  if (tree.getElementsByTagName("parsererror").length) throw new Refused("damaged");
  return tree;
}

export function put(files, name, tree) {
  const text = new XMLSerializer().serializeToString(tree).replace(/^<\?xml[^>]*\?>\s*/, "");
  files[name] = strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
}

export const every = (parent, name) => [...parent.getElementsByTagNameNS("*", name)];
