// Data blocks: deflated JSON in base64, inflated when it is asked for.

const KEPT_CHUNKS = 6; // documents near the one that is read; a chunk is some 200 kB

const decode = async (id) => {
  const block = document.getElementById(id);
  const text = atob(block.textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
};

const chunks = new Map();

const documentAt = async (index, number) => {
  const chunk = Math.floor(number / index.chunk);
  const known = chunks.get(chunk) ?? decode(`chunk-${chunk}`);
  chunks.delete(chunk);
  chunks.set(chunk, known);
  if (chunks.size > KEPT_CHUNKS) chunks.delete(chunks.keys().next().value);
  return (await known)[number % index.chunk];
};

// Columns of the index as typed arrays, and where each document's beads begin.
const readIndex = async () => {
  const index = await decode("index");
  for (const name of ["kind", "state", "flag", "quality"]) index[name] = Uint16Array.from(index[name]);
  index.start = new Uint32Array(index.documents.length + 1);
  index.documents.forEach((one, number) => { index.start[number + 1] = index.start[number] + one[5]; });
  return index;
};
