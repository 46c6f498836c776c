// What the C source of nginx and of its modules says about directives: the tables of `ngx_command_t` and what they point to.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/**
 * One source file: its modules with the tables they name, the tables, and the words, bounds and functions that rows of a table
 * may name as their last field.
 */
export function readSource(text) {
  const source = preprocess(text);
  const modules = [...source.matchAll(/\bngx_module_t\s+(\w+)\s*=\s*\{\s*\w+\s*,\s*[^,]+,\s*(\w+)\s*,\s*(\w+)/g)].map(
    ([, name, table, type]) => ({ name, table, type }),
  );
  const tables = new Map();
  for (const { name, body } of definitions(source, 'ngx_command_t', true)) tables.set(name, groups(body).flatMap(row));
  const posts = new Map();
  for (const { name, body } of definitions(source, 'ngx_conf_(?:enum|bitmask)_t', true)) {
    posts.set(name, { words: [...body.matchAll(/ngx_string\s*\(\s*"([^"]*)"\s*\)/g)].map(([, word]) => word) });
  }
  for (const { name, body } of definitions(source, 'ngx_conf_num_bounds_t', false)) {
    const [, low, high] = fields(body).map((field) => Number(field));
    if (Number.isInteger(low)) posts.set(name, { low, high: high === -1 ? undefined : high });
  }
  for (const { name, body } of definitions(source, 'ngx_conf_deprecated_t', false)) {
    posts.set(name, { replacement: JSON.parse(fields(body)[2]) });
  }
  for (const { name, body } of definitions(source, 'ngx_conf_post_t', false)) posts.set(name, { check: body.trim() });
  for (const [, name, check] of source.matchAll(/\bngx_conf_post_handler_pt\s+(\w+)\s*=\s*(\w+)/g)) posts.set(name, { check });
  return { modules, tables, posts };
}

/** Every directive of some files as `readSource` gives them: its name, namespace and module, and the form that its row has. */
export function directivesOf(files, nameOf = (module) => module.replace(/^ngx_|_module$/g, '')) {
  const posts = new Map(files.flatMap(({ posts }) => [...posts]));
  const modules = new Map(files.flatMap(({ modules }) => modules.map((module) => [module.table, module])));
  return new Map(
    files.flatMap((file) =>
      [...file.tables].flatMap(([table, rows]) => {
        const module = file.modules.find((m) => m.table === table) ?? modules.get(table);
        if (!module) return [];
        const namespace =
          /^NGX_(HTTP|STREAM|MAIL|IMAP)_MODULE$/.exec(module.type)?.[1].toLowerCase().replace('imap', 'mail') ?? 'core';
        // Where a condition of the preprocessor chooses between two rows, the first is the one that does something.
        return rows
          .map((row) => [
            `${row.name}\t${namespace}\t${nameOf(module.name)}`,
            [
              row.contexts.join(','),
              row.arity,
              row.block ? '{' : '',
              row.setter.replace(/^ngx_/, ''),
              ...check(file.posts.get(row.post) ?? posts.get(row.post)),
            ].join(':'),
          ])
          .reverse();
      }),
    ),
  );
}

function check(post) {
  if (!post) return ['', ''];
  if (post.words) return [post.words.join(','), ''];
  if (post.replacement) return ['', `>${post.replacement}`];
  return ['', post.check ? post.check.replace(/^ngx_/, '') : `${post.low}-${post.high ?? ''}`];
}

/** Contexts, in the order in which a request meets them. */
const contexts = [
  ['NGX_ANY_CONF', 'any'],
  ['NGX_MAIN_CONF', 'main'],
  ['NGX_EVENT_CONF', 'events'],
  ['NGX_HTTP_MAIN_CONF', 'http'],
  ['NGX_STREAM_MAIN_CONF', 'stream'],
  ['NGX_MAIL_MAIN_CONF', 'mail'],
  ['NGX_IMAP_MAIN_CONF', 'mail'],
  ['NGX_(?:HTTP|STREAM|MAIL|IMAP)_SRV_CONF', 'server'],
  ['NGX_(?:HTTP|STREAM)_UPS_CONF', 'upstream'],
  ['NGX_HTTP_LOC_CONF', 'location'],
  ['NGX_HTTP_SIF_CONF', 'if in server'],
  ['NGX_HTTP_LIF_CONF', 'if in location'],
  ['NGX_HTTP_LMT_CONF', 'limit_except'],
].map(([flag, name]) => [new RegExp(`^${flag}$`), name]);

/** A row of a table: `{ ngx_string("name"), flags, setter, conf, offset, post }`. */
function row(body) {
  const [name = '', flags = '', setter = '', , , post = ''] = fields(body);
  const directive = /^ngx_string\s*\(\s*"([^"]+)"\s*\)$/.exec(name)?.[1];
  if (!directive) return [];
  const words = flags.split('|').map((flag) => flag.trim());
  return [
    {
      name: directive,
      contexts: [...new Set(contexts.filter(([flag]) => words.some((word) => flag.test(word))).map(([, context]) => context))],
      arity: arity(words),
      block: words.includes('NGX_CONF_BLOCK'),
      setter,
      post: post.replace(/^(?:\([^)]*\)\s*)?&?\s*/, ''),
      flags: words,
    },
  ];
}

/** As `ngx_conf_handler` counts: the flags that leave a number open come before those that name one. */
function arity(words) {
  if (words.includes('NGX_CONF_ANY') || words.includes('NGX_CONF_ANY1')) return '0+';
  if (words.includes('NGX_CONF_FLAG')) return '1';
  if (words.includes('NGX_CONF_1MORE')) return '1+';
  if (words.includes('NGX_CONF_2MORE')) return '2+';
  const numbers = words.flatMap((word) => [...(/^NGX_CONF_TAKE(\d+)$/.exec(word)?.[1] ?? '')]);
  if (words.includes('NGX_CONF_NOARGS')) numbers.push('0');
  return [...new Set(numbers)].sort().join(',');
}

/**
 * Without comments, without what is switched off by `#if 0`, and without the lines of the preprocessor: both sides of any other
 * condition stay. Macros that stand for flags are put in.
 */
function preprocess(text) {
  const macros = new Map();
  let off = 0;
  const source = text
    .replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (part) =>
      part.startsWith('/') ? ' ' : part,
    )
    .replace(/\\\r?\n/g, ' ')
    .replace(/^.*$/gm, (line) => {
      const [, word, rest = ''] = /^\s*#\s*(\w+)\s*(.*)/.exec(line) ?? [];
      if (off > 0) {
        if (/^if/.test(word ?? '')) off++;
        if (word === 'endif' || (off === 1 && /^el/.test(word ?? ''))) off--;
        return '';
      }
      if (word === 'if' && /^\(?\s*0\s*\)?\s*$/.test(rest)) off = 1;
      const macro = word === 'define' && /^(\w+)\s+(.*\S)\s*$/.exec(rest);
      if (macro) macros.set(macro[1], macro[2]);
      return word === undefined ? line : '';
    });
  return source.replace(/\bNGX_\w*CONF\w*\b|\b[A-Z]\w*_FLAGS?\b/g, (word) =>
    /\bNGX_/.test(macros.get(word)) ? macros.get(word).replace(/[()]/g, '') : word,
  );
}

/** What is between the braces of `type name = { … }`. */
function* definitions(source, type, array) {
  const start = new RegExp(`\\b${type}\\s+(\\w+)\\s*${array ? '\\[[^\\]]*\\]\\s*' : ''}=\\s*\\{`, 'g');
  for (const match of source.matchAll(start)) {
    const open = match.index + match[0].length;
    yield { name: match[1], body: source.slice(open, closing(source, open)) };
  }
}

/** The bodies of the braces in a text. */
function groups(body) {
  const found = [];
  for (let i = body.indexOf('{'); i >= 0; i = body.indexOf('{', i)) {
    const end = closing(body, i + 1);
    found.push(body.slice(i + 1, end));
    i = end;
  }
  return found;
}

/** The offset of the bracket that closes what is open at `from`. */
function closing(text, from) {
  let depth = 1;
  const bracket = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[(){}]/g;
  bracket.lastIndex = from;
  for (let match = bracket.exec(text); match; match = bracket.exec(text)) {
    if (/^[({]/.test(match[0])) depth++;
    if (/^[)}]/.test(match[0]) && --depth === 0) return match.index;
  }
  return text.length;
}

/** Split at commas outside brackets and quotes. */
function fields(body) {
  const found = [''];
  let depth = 0;
  for (const [part] of body.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\s\S]/g)) {
    if (/^[({]$/.test(part)) depth++;
    if (/^[)}]$/.test(part)) depth--;
    if (part === ',' && depth === 0) found.push('');
    else found[found.length - 1] += part;
  }
  return found.map((field) => field.trim().replace(/\s+/g, ' '));
}

/** What git objects hold, read at once. */
export function blobs(path, names) {
  if (names.length === 0) return [];
  const { stdout } = run(path, ['cat-file', '--batch'], `${names.join('\n')}\n`);
  let offset = 0;
  return names.map((name) => {
    const start = stdout.indexOf('\n', offset) + 1;
    const size = Number(/ blob (\d+)$/.exec(stdout.toString('latin1', offset, start - 1))?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) throw new Error(`${path} has no ${name}`);
    offset = start + size + 1;
    return stdout.toString('utf8', start, start + size);
  });
}

export function git(path, ...args) {
  return run(path, args).stdout.toString('utf8');
}

function run(path, args, input) {
  const result = spawnSync('git', ['-C', path, ...args], { input, maxBuffer: 2 ** 30 });
  if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  return result;
}

/** A file of rows, sorted. */
export function write(file, head, rows) {
  const lines = [...new Set(rows)].sort((a, b) => (a < b ? -1 : 1)).join('\n');
  writeFileSync(file, `${head}\nexport const rows: string = \`\n${lines.replace(/[\\`$]/g, '\\$&')}\n\`;\n`);
}
