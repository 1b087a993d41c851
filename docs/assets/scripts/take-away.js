// What readers take away from a page: a text on their clipboard, a file in their downloads. Nothing leaves the browser.

// Resolves to whether the text has been copied: without a secure connection, or without leave, browsers refuse.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// name: of the file; type: its MIME type; content: text or a Blob.
export function saveFile(name, type, content) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([content], { type }));
  anchor.download = name;
  anchor.click();
  // Some browsers begin to read only after a while.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}
