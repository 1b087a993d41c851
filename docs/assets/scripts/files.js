// What readers take away from a page: a file in their downloads, a text on their clipboard. Nothing leaves the browser.

// content: text or a Blob; type: its MIME type.
export function save(name, content, type) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.click();
  // Some browsers read the address only after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// Resolves to whether the text has been copied: without a secure connection, or without leave, browsers refuse.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
