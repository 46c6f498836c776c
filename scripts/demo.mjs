// `npm run demo`: installs, builds and lints the examples.
import { install, run } from './setup.mjs';

install();
run(process.execPath, ['scripts/build.mjs']);
run(process.execPath, ['dist/cli.js', 'check', 'examples', '--exit-zero', '--format', 'full', ...process.argv.slice(2)]);
