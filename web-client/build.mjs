/**
 * Builds the page into target/dist: stream.html, stream.js, stream.css and the licences of what is bundled.
 *
 * stream.js is one classic script, so that the page works from coordinate, from any static host and from disk. The
 * decoder's worker travels inside it as a string, because a page opened from disk may not load a worker from a file.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = dirname(fileURLToPath(import.meta.url));
const TARGET = join(ROOT, 'target', 'dist');
const PAGE_SCRIPT = process.env.P2PLIVE_PAGE_SCRIPT ?? join(ROOT, 'src', 'main.js');

/** @type {import('esbuild').BuildOptions} */
const COMMON = {
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: ['es2022'],
  legalComments: 'none',
  logLevel: 'warning',
};

/** @returns {Promise<string>} the whole script of the decoder's worker */
async function bundleWorker() {
  const entry = join(ROOT, 'src', 'player', 'decoder-worker.js');
  const result = await build({ ...COMMON, entryPoints: [entry], write: false });
  return result.outputFiles[0].text;
}

/** @param {string} workerSource */
async function bundlePage(workerSource) {
  await build({
    ...COMMON,
    entryPoints: [PAGE_SCRIPT],
    outfile: join(TARGET, 'stream.js'),
    define: { DECODER_WORKER_SOURCE: JSON.stringify(workerSource) },
  });
  await build({ ...COMMON, entryPoints: [join(ROOT, 'src', 'style.css')], outfile: join(TARGET, 'stream.css') });
  await cp(join(ROOT, 'src', 'stream.html'), join(TARGET, 'stream.html'));
}

async function writeLicences() {
  const decoder = join(ROOT, 'node_modules', '@cycjimmy', 'jsmpeg-player');
  const { name, version } = JSON.parse(await readFile(join(decoder, 'package.json'), 'utf8'));
  const licence = await readFile(join(decoder, 'LICENSE'), 'utf8');
  const notice = `stream.js contains parts of ${name} ${version}, under this licence:\n\n${licence}`;
  await writeFile(join(TARGET, 'NOTICE.txt'), notice);
}

await rm(TARGET, { recursive: true, force: true });
await mkdir(TARGET, { recursive: true });
await bundlePage(await bundleWorker());
await writeLicences();
