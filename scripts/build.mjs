// Builds dist/: the command line (ES modules, split so that a run loads only what it needs), the language server and the
// VS Code client (CommonJS, as extension hosts want them), and beside them the documentation that hovers quote. What runs from the
// old dist/ keeps its files until all is built.
import { rename, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { nginxDocs } from './nginx-docs.mjs';
import { notices } from './notices.mjs';

const outdir = `dist.${process.pid}`;
const common = {
  outdir,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};
const web = { ...common, platform: 'browser', target: 'es2022' };

try {
  const built = await Promise.all([
    build({
      ...common,
      entryPoints: { cli: 'server/src/cli/bin.ts', server: 'server/src/lsp/bin.ts' },
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      // Bundled CommonJS packages ask for Node's own modules with require().
      banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
    }),
    build({
      ...common,
      entryPoints: { client: 'client/src/node.ts', 'language-client': 'client/src/language-client.ts' },
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      // language-client is for web extension hosts, too.
      conditions: ['node', 'browser'],
      external: ['vscode'],
    }),
    build({ ...web, entryPoints: { 'client-web': 'client/src/browser.ts' }, format: 'cjs', external: ['vscode'] }),
    // A worker that was started from a blob has no neighbours that it could load.
    build({ ...web, entryPoints: { 'server-web': 'server/src/lsp/worker.ts' }, format: 'iife' }),
  ]);
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  await writeFile(`${outdir}/nginx-docs.json`, nginxDocs());
  await writeFile(`${outdir}/THIRD-PARTY-NOTICES.txt`, notices(inputs, ['@nginx/reference-lib']));
  // Here, since the manifest must not say so: web extension hosts would take `browser` for a module, which they refuse unless its name
  // ends in .cjs, which older ones refuse.
  await writeFile(`${outdir}/package.json`, '{ "type": "module" }\n');
  await rm('dist', { recursive: true, force: true });
  await rename(outdir, 'dist');
} finally {
  await rm(outdir, { recursive: true, force: true });
}
