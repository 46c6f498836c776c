// The official documentation of nginx, as far as hovers and completions quote it: what a directive takes, its first paragraphs,
// what its parameters and words mean, and what variables hold. Read from `@nginx/reference-lib`, which is made of nginx.org.
import { Format, getDirectives, getVariables } from '@nginx/reference-lib';

/** The text of dist/nginx-docs.json; `server/src/service/documentation.ts` says what is in it. */
export function nginxDocs() {
  const directives = new Map();
  const variables = new Map();
  const put = (table, module, name, entry) => {
    const key = `${moduleOf(module)} ${name}`;
    if (!table.has(key)) table.set(key, entry);
  };
  for (const { name, description, module } of getVariables(Format.Markdown))
    put(variables, module, name.slice(1), excerpt(blocksOf(description), mostOfParameter).text);
  for (const { name, module, syntax, default: fallback, description } of getDirectives(Format.Markdown)) {
    const blocks = blocksOf(description);
    const { text, commercial } = excerpt(blocks, mostOfDirective);
    const parameters = {};
    for (const [parameter, meaning] of parametersOf(blocks))
      if (parameter.startsWith('$')) put(variables, module, parameter.slice(1), meaning);
      else parameters[parameter] ??= meaning;
    put(directives, module, name, {
      text,
      syntax: syntax.map(plain).filter(Boolean),
      ...(fallback && { fallback: fallback.trim().replace(/\s*\n\s*/g, ' ') }),
      ...((commercial || sold.has(moduleOf(module))) && { commercial: true }),
      ...(Object.keys(parameters).length > 0 && { parameters }),
    });
  }
  return JSON.stringify({ directives: inOrder(directives), variables: inOrder(variables) });
}

/** Those that differ by protocol only stand together: packed, that is a fifth less. */
function inOrder(table) {
  const rank = (key) => key.replace(/^\S+ (?:(?:proxy|fastcgi|uwsgi|scgi|grpc|tunnel|memcached|zone_sync)_)?/, '');
  const keys = [...table.keys()].sort((a, b) => ((rank(a) === rank(b) ? a < b : rank(a) < rank(b)) ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, table.get(key)]));
}

/** Characters; what is longer is behind the link. */
const mostOfDirective = 420;
const mostOfParameter = 300;
/** Lines of an example. */
const mostOfExample = 6;

/** Modules that are part of the commercial product only, as the head of their page says. */
const sold = new Set(
  `http_api http_auth_jwt http_auth_require http_f4f http_hls http_internal_redirect http_keyval http_oidc http_session_log
  http_status http_upstream_conf http_upstream_hc mgmt stream_keyval stream_mqtt_filter stream_mqtt_preread stream_upstream_hc
  stream_zone_sync`.split(/\s+/),
);

/** As the tables of the server name modules. */
const moduleOf = (name) => (name === 'Core functionality' ? 'core' : name.replace(/^ngx_|_module$/g, ''));

/** *`time`* is what a person puts in, `on` what stands there as it is. */
const plain = (syntax) =>
  syntax
    .replace(/\*`([^`]*)`\*/g, '$1')
    .replaceAll('`', '')
    .replace(/\s*\{\s*\.\.\.\s*\}/, ' { ... }')
    .trim();

/** Paragraphs, examples, quotes and the items of lists, each with its own text. */
function blocksOf(markdown) {
  const blocks = [];
  let current;
  const open = (kind, line) => {
    current = { kind, lines: [line] };
    blocks.push(current);
  };
  for (const line of markdown.replace(/[ \t]+$/gm, '').split('\n')) {
    if (current?.kind === 'code') {
      if (line === '```') current = undefined;
      else current.lines.push(line);
    } else if (/^(?:- |\d+\. )/.test(line)) open('item', line.replace(/^(?:- |\d+\. )/, ''));
    else if (current?.kind === 'item' && /^(?: {4}|$)/.test(line)) current.lines.push(line.slice(4));
    else if (line === '') current = undefined;
    else if (line === '```') {
      open('code', '');
      current.lines.pop();
    } else if (line.startsWith('>')) {
      if (current?.kind === 'quote') current.lines.push(line.replace(/^> ?/, ''));
      else open('quote', line.replace(/^> ?/, ''));
    } else if (current?.kind === 'text') current.lines.push(line);
    else open('text', line);
  }
  return blocks;
}

const joined = ({ lines }) =>
  lines
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/\[\s*([^\]]*?)\s*\]\(/g, '[$1](')
    .trim();

const plus = '[commercial subscription](https://nginx.com/products/)';
const isSold = (text) =>
  /^This (?:directive|functionality|variable) is available as part of our \[commercial subscription\]/.test(text);
const areSold = (text) => /following parameters are available as part of our \[commercial subscription\]/.test(text);

/** The first blocks, as many as there is room for. */
function excerpt(blocks, most) {
  const parts = [];
  let length = 0;
  let examples = 0;
  let commercial = false;
  let full = false;
  for (const [i, block] of blocks.entries()) {
    const text = block.kind === 'code' ? block.lines.join('\n') : joined(block);
    const before = parts.at(-1);
    if (block.kind === 'quote') {
      if (isSold(text)) commercial = true;
      else if (!full && /obsolete|deprecated/.test(text)) parts.push(text);
    } else if (full) continue;
    else if (block.kind === 'text') {
      full = isHeading(text) || (parts.length > 0 && length + text.length > most);
      if (!full) parts.push(text);
    } else if (block.kind === 'code') {
      full = !before?.endsWith(':') || block.lines.length > mostOfExample || examples > 0;
      examples++;
      if (!full) parts.push(`\`\`\`nginx\n${text}\n\`\`\``);
    } else {
      full = true;
      const items = blocks.slice(i).filter(({ kind }) => kind === 'item');
      const names = items.flatMap(({ lines }) => keyOf(lines[0]) ?? []);
      if (names.length === items.length && before?.endsWith(':'))
        parts.push(`${parts.pop()} ${names.map((name) => `\`${name}\``).join(', ')}`);
      else if (before && names.length === 0 && items.map(joined).join('').length < most)
        parts.push(`${parts.pop()} ${items.map((item) => joined(item).replace(/[;.]$/, '')).join('; ')}.`);
    }
    length += text.length;
  }
  return { text: ended(parts).join('\n\n'), commercial };
}

const isHeading = (text) => /^(?:Usage )?[Ee]xamples?(?: [A-Z]\w+)?:$/.test(text);

/** Without the sentence at the end that leads to what was left out. */
function ended(parts) {
  const last = parts.at(-1)?.replace(/;$/, '.') ?? '';
  if (/[.!?)”"`]$/.test(last) || parts.length === 0) return parts.slice(0, -1).concat(last);
  const whole = last.replace(/(?:^|(?<=[.!?)] ))(?:(?!\. [A-Z`]).)*$/s, '').trim();
  if (whole) return parts.with(-1, whole);
  if (parts.length > 1) return ended(parts.slice(0, -1));
  return [last.replace(/(?:,? for example|, e\.g\.)?[:,]$|,? for example$/, ' …')];
}

/** `backlog`=*`number`*: the name of a parameter, and how people write it. */
function keyOf(line) {
  const [, name, joint = ''] = /^`([^`\s]+)`(=|:)?/.exec(line) ?? [];
  return name && name + joint;
}

/** What the items of lists and sentences of their own say about parameters. */
function* parametersOf(blocks) {
  let rest = false;
  for (const block of blocks) {
    if (block.kind === 'item') {
      const found = keyOf(block.lines[0]);
      const about = blocksOf(block.lines.slice(1).join('\n').trim());
      const { text } = excerpt(about, mostOfParameter);
      const itself = about.some((b) => b.kind === 'quote' && isSold(joined(b).replace('parameter', 'directive')));
      if (found && text) yield [found, itself || rest ? `${text} (${plus})` : text];
    } else {
      const text = joined(block);
      rest ||= areSold(text);
      const [, name] = (block.kind === 'text' && /^(?:If the|The) `([^`\s]+)` (?:parameter|value)/.exec(text)) || [];
      if (name) yield [name, ended([text])[0]];
    }
  }
}
