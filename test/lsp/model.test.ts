import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompletionItem, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Host, memoryHost } from '../../server/src/core/host.ts';
import { nameOf } from '../../server/src/core/path.ts';
import type { Source } from '../../server/src/core/text.ts';
import { uriOf } from '../../server/src/lsp/convert.ts';
import { type Editor, type Kind, startEditor, wholeOf } from './editor.ts';

/** Where everything is in the beginning. */
const files: Readonly<Record<string, string>> = {
  '/w/.keepalint.yaml': 'targets: [nginx=1.24, kernel=5.15]\n',
  '/w/etc/nginx/nginx.conf': `events { worker_connections 1024; }
http {
    include conf.d/*.conf;
    include sites-enabled/*;
    log_format main '$remote_addr "$request"';
    server {
        listen 80;
        access_log /var/log/a.log main;
        location / {
            include snippets/proxy;
            proxy_pass http://backend;
        }
    }
}
`,
  '/w/etc/nginx/conf.d/backend.conf': 'upstream backend {\n    server 10.0.0.1;\n    keepalive 32;\n}\n',
  '/w/etc/nginx/conf.d/größe 1.conf': 'map $http_upgrade $connection_upgrade {\n    default upgrade;\n    "" close;\n}\n',
  '/w/etc/nginx/snippets/proxy': 'proxy_http_version 1.1;\nproxy_set_header Connection "";\n',
  '/w/etc/nginx/sites-enabled/shop':
    'server {\r\n    listen 81;\r\n    # 高并发 🚀\r\n    my_directive on;\r\n    location /x { proxy_pass http://backend; }\r\n}\r\n',
  '/w/etc/sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\nvm.swappiness = 10\n',
  '/w/etc/sysctl.d/10-net.conf': '# TIME_WAIT\nnet.ipv4.tcp_fin_timeout = 30\nnet.core.somaxconn = 1024\n',
  '/w/usr/lib/sysctl.d/10-net.conf': 'net.core.somaxconn = 4096\n',
  '/w/usr/lib/sysctl.d/20-more.conf': 'net.ipv4.tcp_fin_timeout = 60\n',
  '/w/etc/modules-load.d/net.conf': 'tcp_bbr\n',
  '/w/small/nginx.conf': 'events {}\nhttp {\n    server {\n        listen 80 backlog=4096;\n    }\n}\n',
  '/w/small/sysctl.conf': 'net.core.somaxconn = 128\n',
};

/** Files that may come to be. */
const others = [
  '/.keepalint.yaml',
  '/w/etc/.keepalint.yaml',
  '/w/etc/sysctl.d/20-more.conf',
  '/w/etc/sysctl.d/99-sysctl.conf',
  '/w/run/sysctl.d/10-net.conf',
  '/w/run/sysctl.d/20-more.conf',
  '/w/etc/modules-load.d/more.conf',
  '/w/etc/nginx/conf.d/api.conf',
  '/w/etc/nginx/snippets/tls',
  '/w/etc/nginx/extra/more.inc',
  '/w/etc/nginx/sites-available/blog',
  '/w/small/other.sysctl.conf',
  '/v/nginx.conf',
];
const paths = [...Object.keys(files), ...others];

const lines = {
  nginx: [
    'include conf.d/*.conf;',
    'include snippets/proxy;',
    'include snippets/tls;',
    'include extra/more.inc;',
    'include /etc/nginx/extra/*.inc;',
    'include /w/etc/nginx/snippets/proxy;',
    'upstream api { server 10.0.0.2; keepalive 8; }',
    'location /api { proxy_pass http://api; }',
    'server { listen 80; server_name a.example; location / { proxy_pass http://backend; } }',
    'proxy_set_header Connection $connection_upgrade;',
    'proxy_set_header Host $host;',
    'proxy_http_version 1.1;',
    'keepalive_timeout 0;',
    'set $tenant 1;',
    'add_header X-Tenant $tenant;',
    'access_log /var/log/b.log main;',
    'limit_req_zone $binary_remote_addr zone=perip:1m rate=1r/s;',
    'limit_req zone=perip;',
    'my_directive on;',
    '# keepalint-disable-next-line nginx/upstream-keepalive-inert -- 测试 🚀',
    '# keepalint-disable',
    'http {',
    'server {',
    '}',
    '"',
    'worker_processes 4;',
  ],
  sysctl: [
    'net.ipv4.tcp_tw_recycle = 1',
    'net.ipv4.tcp_tw_reuse = 1',
    'net.ipv4.tcp_timestamps = 0',
    'net/core/somaxconn=65535',
    'vm.swappiness = 300',
    'net.bridge.bridge-nf-call-iptables = 1',
    'net.netfilter.nf_conntrack_max = 1000',
    'net.ipv4.tcp_congestion_control = bbr',
    'net.ipv4.ip_local_port_range = 20000 60000',
    '-net.ipv4.conf.*.rp_filter = 1',
    '# TIME_WAIT 过期 🚀',
    '# keepalint-disable-next-line sysctl/tcp-tw-recycle',
    'rubbish',
  ],
  modules: ['br_netfilter', 'nf_conntrack', 'tcp_bbr', '# none'],
  configuration: [
    'targets: [nginx=1.24]\n',
    'targets: [nginx=1.30, kernel=6.1]\n',
    'targets: [ubuntu=22.04, docker]\npresets: [hardening]\n',
    'rules: { nginx/upstream-keepalive-inert: off, sysctl/tcp-tw-recycle: info }\n',
    'ignore: [etc/nginx/conf.d/**]\n',
    'nginx: { roots: [v/nginx.conf], directives: [my_directive] }\n',
    'nginx: { directives: [my_directive] }\n',
    'nginx: { paths: { /etc/nginx: small } }\n',
    'machines:\n  one: { nginx: small/nginx.conf, sysctl: [etc/sysctl.d, etc/sysctl.conf] }\n',
    'rules: [broken\n',
    '',
  ],
} as const;

function linesFor(path: string): readonly string[] {
  if (nameOf(path).startsWith('.keepalint')) return lines.configuration;
  if (path.includes('modules-load.d')) return lines.modules;
  return path.includes('sysctl') ? lines.sysctl : lines.nginx;
}

/** What is exchanged for what: mostly names that other files know, too. */
const words = ['backend', 'api', 'main', '$tenant', '$connection_upgrade', 'perip', 'somaxconn', 'Connection', '32', '0', 'on'];
const inserted = ['😀', '\r\n', '\r', '\n\n', ';', '{', '}', '"', '#', ' ', '\t', 'é', '字', '$', '.', '='];

const settings: readonly unknown[] = [
  {},
  { inlayHints: true },
  { inlayHints: true, codeLens: false },
  { targets: ['nginx=1.30', 'kernel=6.1'], inlayHints: true },
  { targets: ['nginx=1.18'], rules: { 'nginx/upstream-keepalive-inert': 'error', 'sysctl/tcp-tw-recycle': 'off' } },
  { targets: ['rubbish=1'] },
];
const folderSets = [['/w'], ['/w', '/v'], ['/w/etc'], ['/w/small', '/v'], []];

/** A step as three numbers, which stand for something in whatever state it meets: a step may be left out before it. */
interface Step {
  readonly what: keyof typeof steps;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

interface World {
  readonly disk: Map<string, string>;
  readonly undo: Map<string, string[]>;
  readonly editor: Editor;
  folders: readonly string[];
  settings: unknown;
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

/** What happens, in words; undefined where nothing can. */
const steps = {
  open: async ({ editor, disk }: World, a: number, b: number, c: number) => {
    const path = pick(
      paths.filter((p) => !editor.documents.has(p)),
      a,
    );
    if (path === undefined) return undefined;
    // A file that is not there yet, and one that the editor has kept unsaved.
    const text = b % 5 === 0 ? `${disk.get(path) ?? ''}${pick(linesFor(path), b)}\n` : (disk.get(path) ?? '');
    const languageId = pick(['', '', 'nginx', 'sysctl', 'plaintext'], c)!;
    await editor.open(path, languageId, text);
    return `open ${path} as "${languageId}" with ${JSON.stringify(text)}`;
  },
  close: async ({ editor, undo }: World, a: number) => {
    const path = pick([...editor.documents.keys()], a);
    if (path === undefined) return undefined;
    undo.delete(path);
    await editor.close(path);
    return `close ${path}`;
  },
  insertLine: (world: World, a: number, b: number, c: number) =>
    edit(world, a, (document, path) => {
      const text = `${pick(linesFor(path), c)}${document.getText().includes('\r\n') ? '\r\n' : '\n'}`;
      if (linesFor(path) === lines.configuration) return [{ range: wholeOf(document), text }];
      const at = { line: b % document.lineCount, character: 0 };
      return [{ range: { start: at, end: at }, text }];
    }),
  insertText: (world: World, a: number, b: number, c: number) =>
    edit(world, a, (document) => {
      const at = document.positionAt(b % (document.getText().length + 1));
      return [{ range: { start: at, end: at }, text: pick(inserted, c)! }];
    }),
  deleteRange: (world: World, a: number, b: number, c: number) =>
    edit(world, a, (document) => {
      const from = b % (document.getText().length + 1);
      return [{ range: { start: document.positionAt(from), end: document.positionAt(from + (c % 60)) }, text: '' }];
    }),
  exchangeWord: (world: World, a: number, b: number, c: number) =>
    edit(world, a, (document) => {
      const word = pick([...document.getText().matchAll(/[\w$]+/g)], b);
      if (!word) return [];
      const range = { start: document.positionAt(word.index), end: document.positionAt(word.index + word[0].length) };
      return [{ range, text: pick(words, c)! }];
    }),
  /** As a formatter or a rename does it: from the end to the beginning, in one notification. */
  editSeveral: (world: World, a: number, b: number) =>
    edit(world, a, (document) =>
      [document.lineCount - 1, b % document.lineCount, 0].map((line) => ({
        range: { start: { line, character: 0 }, end: { line, character: b % 3 } },
        text: b % 2 ? '  ' : '# 🚀\n',
      })),
    ),
  replaceAll: (world: World, a: number, b: number) => edit(world, a, (_, path) => [{ text: b % 3 ? (files[path] ?? '') : '' }]),
  undo: async (world: World, a: number) => {
    const path = pick([...world.undo.keys()], a);
    const text = path === undefined ? undefined : world.undo.get(path)!.pop();
    if (path === undefined || text === undefined) return undefined;
    const document = world.editor.documents.get(path)!;
    await world.editor.change(path, [{ range: wholeOf(document), text }]);
    return `undo in ${path}`;
  },
  save: async ({ editor, disk }: World, a: number, b: number) => {
    const path = pick([...editor.documents.keys()], a);
    if (path === undefined) return undefined;
    const type = disk.has(path) ? 2 : 1;
    disk.set(path, editor.documents.get(path)!.getText());
    const news = () => editor.changedOnDisk([{ path, type }]);
    if (b % 2) await news();
    await editor.save(path);
    if (!(b % 2)) await news();
    return `save ${path}`;
  },
  write: async ({ editor, disk }: World, a: number, b: number, c: number) => {
    const path = pick(paths, a)!;
    const type = disk.has(path) ? 2 : 1;
    const line = `${pick(linesFor(path), b)}\n`;
    const [own, whole] = [files[path] ?? '', linesFor(path) === lines.configuration];
    const text = whole ? line : pick([own, own + line, line + own, line], c)!;
    disk.set(path, text);
    await editor.changedOnDisk([{ path, type }]);
    return `write ${path}: ${JSON.stringify(text)}`;
  },
  remove: async ({ editor, disk }: World, a: number) => {
    const path = pick([...disk.keys()], a);
    if (path === undefined) return undefined;
    disk.delete(path);
    await editor.changedOnDisk([{ path, type: 3 }]);
    return `remove ${path}`;
  },
  /** By the editor, which takes an open document along, or behind its back. */
  rename: async ({ editor, disk, undo }: World, a: number, b: number, c: number) => {
    const from = pick([...disk.keys()], a);
    const to = pick(
      paths.filter((p) => !disk.has(p) && !editor.documents.has(p)),
      b,
    );
    if (from === undefined || to === undefined) return undefined;
    disk.set(to, disk.get(from)!);
    disk.delete(from);
    const document = editor.documents.get(from);
    if (document && c % 2) {
      await editor.close(from);
      undo.delete(from);
      await editor.open(to, document.languageId, document.getText());
    }
    await editor.changedOnDisk([
      { path: from, type: 3 },
      { path: to, type: 1 },
    ]);
    return `rename ${from} to ${to}${document && c % 2 ? ', open as it is' : ''}`;
  },
  /** As a checkout of another branch does it. */
  restore: async ({ editor, disk }: World, a: number) => {
    const changes: { path: string; type: 1 | 2 | 3 }[] = [];
    for (const [i, path] of paths.entries()) {
      const text = (a >> (i % 8)) & 1 ? files[path] : disk.get(path);
      if (text === disk.get(path)) continue;
      changes.push({ path, type: text === undefined ? 3 : disk.has(path) ? 2 : 1 });
      if (text === undefined) disk.delete(path);
      else disk.set(path, text);
    }
    await editor.changedOnDisk(changes);
    return `restore ${changes.map((c) => c.path).join(', ')}`;
  },
  folders: async (world: World, a: number) => {
    world.folders = pick(folderSets, a)!;
    await world.editor.changeFolders(world.folders);
    return `folders ${world.folders.join(', ')}`;
  },
  configure: async (world: World, a: number) => {
    world.settings = pick(settings, a);
    await world.editor.configure(world.settings);
    return `settings ${JSON.stringify(world.settings)}`;
  },
} satisfies Record<string, (world: World, a: number, b: number, c: number) => Promise<string | undefined>>;

async function edit(
  { editor, undo }: World,
  which: number,
  changesOf: (document: TextDocument, path: string) => TextDocumentContentChangeEvent[],
): Promise<string | undefined> {
  const path = pick([...editor.documents.keys()], which);
  if (path === undefined) return undefined;
  const document = editor.documents.get(path)!;
  const changes = changesOf(document, path);
  if (changes.length === 0) return undefined;
  undo.set(path, [...(undo.get(path) ?? []), document.getText()]);
  await editor.change(path, changes);
  return `edit ${path}: ${JSON.stringify(changes)}`;
}

/** What a disk holds at the moment when it is asked. A file that did not change stays the same object. */
function hostOf(disk: ReadonlyMap<string, string>): Host {
  const sources = new Map<string, Source>();
  const now = () => {
    for (const path of sources.keys()) if (!disk.has(path)) sources.delete(path);
    for (const [path, text] of disk) if (sources.get(path)?.text !== text) sources.set(path, { path, text, encoding: 'utf8' });
    return memoryHost(sources);
  };
  return {
    read: (path) => now().read(path),
    list: (path) => now().list(path),
    isBoundary: (directory) => now().isBoundary(directory),
  };
}

/** Everything that can be asked about one place of one document. */
async function answersAt({ request, provided, documents }: Editor, path: string, offset: number) {
  const document = documents.get(path)!;
  const [textDocument, position] = [{ uri: uriOf(path) }, document.positionAt(offset)];
  const place = { textDocument, position };
  const range = { start: position, end: document.positionAt(offset + 40) };
  const options = { tabSize: 4, insertSpaces: true };
  const ask = async (provider: keyof typeof provided, method: string, params: object) =>
    provided[provider] ? await request<unknown>(method, params) : undefined;
  const asked = {
    hover: ask('hoverProvider', 'textDocument/hover', place),
    completion: ask('completionProvider', 'textDocument/completion', place),
    signature: ask('signatureHelpProvider', 'textDocument/signatureHelp', place),
    definition: ask('definitionProvider', 'textDocument/definition', place),
    references: ask('referencesProvider', 'textDocument/references', { ...place, context: { includeDeclaration: true } }),
    highlights: ask('documentHighlightProvider', 'textDocument/documentHighlight', place),
    rename: ask('renameProvider', 'textDocument/rename', { ...place, newName: 'other' }).catch(String),
    symbols: ask('documentSymbolProvider', 'textDocument/documentSymbol', { textDocument }),
    workspaceSymbols: ask('workspaceSymbolProvider', 'workspace/symbol', { query: '' }),
    links: ask('documentLinkProvider', 'textDocument/documentLink', { textDocument }),
    folding: ask('foldingRangeProvider', 'textDocument/foldingRange', { textDocument }),
    selection: ask('selectionRangeProvider', 'textDocument/selectionRange', { textDocument, positions: [position] }),
    format: ask('documentFormattingProvider', 'textDocument/formatting', { textDocument, options }),
    actions: ask('codeActionProvider', 'textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
    calls: ask('callHierarchyProvider', 'textDocument/prepareCallHierarchy', place),
    fixAll: ask('codeActionProvider', 'textDocument/codeAction', {
      textDocument,
      range,
      context: { diagnostics: [], only: ['source.fixAll'] },
    }),
  };
  const all: Record<string, unknown> = {};
  for (const [name, answer] of Object.entries(asked)) all[name] = await answer;
  const [item] = all.completion as CompletionItem[];
  if (item) all.documented = await request('completionItem/resolve', item);
  const [action] = all.fixAll as { edit?: unknown }[];
  if (action && !action.edit) all.fixed = await request('codeAction/resolve', action);
  const [callee] = (all.calls ?? []) as unknown[];
  if (callee) all.callers = await request('callHierarchy/incomingCalls', { item: callee });
  const commands = provided.executeCommandProvider?.commands ?? [];
  for (const [command, args] of [
    ['keepalint.effectiveConfiguration', [textDocument.uri, position]],
    ['keepalint.whichLocation', [textDocument.uri, position, '/x/y']],
  ] as const)
    if (commands.includes(command)) all[command] = await request('workspace/executeCommand', { command, arguments: args });
  return all;
}

/** What the screens of two editors come to show, after a while where they differ. */
async function settled(one: Editor, other: Editor) {
  const end = performance.now() + 1500;
  while (!(one.isDrawn() && other.isDrawn() && isDeepStrictEqual(one.shown(), other.shown())) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 2));
  return { one: one.shown(), other: other.shown() };
}

/** Plays some steps, and after each compares with an editor that has just been started in the same state. */
async function play(kind: Kind, list: readonly Step[]): Promise<void> {
  const disk = new Map(Object.entries(files));
  const start = { kind, folders: ['/w'], settings: { inlayHints: true } };
  const world: World = { ...start, disk, undo: new Map(), editor: await startEditor(hostOf(disk), start) };
  const { editor } = world;
  const told: string[] = [];
  try {
    for (const { what, a, b, c } of list) {
      const asked = pick([...editor.documents.keys()], b);
      // Whatever is on its way when something happens must not leave anything behind.
      if (asked !== undefined && c % 3 === 0)
        editor.prod('textDocument/hover', { textDocument: { uri: uriOf(asked) }, position: { line: 0, character: 1 } });
      const words = await steps[what](world, a, b, c);
      if (words === undefined) continue;
      told.push(words);
      if (c % 4 === 1) continue;

      const fresh = await startEditor(hostOf(new Map(disk)), { kind, folders: world.folders, settings: world.settings });
      const open = [...editor.documents];
      // No answer depends on the order in which documents were opened.
      for (const [path, document] of [...open].reverse())
        await fresh.open(path, document.languageId, document.getText(), document.version);
      try {
        const shown = await settled(editor, fresh);
        if (!isDeepStrictEqual(shown.one, shown.other)) expect(shown.one, told.join('\n')).toEqual(shown.other);
        const [path, document] = pick(open, a + b) ?? [];
        if (path !== undefined && document) {
          const word = pick([...document.getText().matchAll(/[\w$./-]+/g)], c);
          const offset = word ? word.index + (a % (word[0].length + 1)) : 0;
          const [one, other] = await Promise.all([answersAt(editor, path, offset), answersAt(fresh, path, offset)]);
          if (!isDeepStrictEqual(one, other)) expect(one, `${told.join('\n')}\n${path} at ${offset}`).toEqual(other);
        }
        expect(editor.log.filter((message) => message.includes('crashed'))).toEqual([]);
      } finally {
        await fresh.stop();
      }
    }
  } finally {
    await editor.stop();
  }
}

const number = fc.nat(1 << 16);
const names = Object.keys(steps) as Step['what'][];
/** What people do all day comes more often. */
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    ...names,
    ...names,
    'open',
    'open',
    'open',
    'insertLine',
    'insertLine',
    'exchangeWord',
    'write',
    'write',
  ),
  a: number,
  b: number,
  c: number,
});

const seed = Number(process.env.KEEPALINT_SEED ?? 1);
const sessions = Number(process.env.KEEPALINT_SESSIONS ?? 10);

test.each(['asks', 'is told'] as const)(
  `whatever happens, an editor that %s shows and is answered what a new one would be (KEEPALINT_SEED=${seed})`,
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 100, size: 'max' }), (list) => play(kind, list)),
      { seed, numRuns: sessions },
    );
  },
  900_000,
);
