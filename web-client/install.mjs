/** Installs the npm packages exactly as locked, unless they are there already: so a build costs that only once. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

const modifiedMillis = (/** @type {string} */ path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (modifiedMillis('node_modules/.package-lock.json') < modifiedMillis('package-lock.json')) {
  // Windows knows npm only as a command file, which needs a shell.
  execFileSync('npm', ['ci'], { stdio: 'inherit', shell: process.platform === 'win32' });
}
