// Builds dist/: the command line (ES modules, split so that a run loads only what it needs), the language server and the
// VS Code client (CommonJS, as extension hosts want them).
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const common = { bundle: true, minify: true, platform: 'node', target: 'node20', logLevel: 'warning', legalComments: 'none' };

await rm('dist', { recursive: true, force: true });
await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'server/src/cli/bin.ts' },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Bundled CommonJS packages ask for Node's own modules with require().
    banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
  }),
  build({
    ...common,
    entryPoints: { server: 'server/src/lsp/bin.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  }),
  build({
    ...common,
    entryPoints: { client: 'client/src/node.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
  }),
]);
