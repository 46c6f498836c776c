import { grouped } from '../core/number.ts';
import type { Locale, Severity } from '../core/rule.ts';
import type { Unreadable } from '../disk/host.ts';

/** What the command line says by itself, each language on its own. */
export interface Words {
  unknownOption(option: string, suggestion: string | undefined): string;
  noValueTaken(option: string): string;
  valueMissing(option: string): string;
  badChoice(option: string, value: string, choices: readonly string[], suggestion: string | undefined): string;
  notANumber(option: string, value: string): string;
  together(a: string, b: string): string;
  needs(option: string, a: string, b: string): string;
  onlyFor(option: string, command: string): string;
  readonly formatTwice: string;
  tooMany(command: string, operand: string): string;
  readonly whichRule: string;
  unknownRule(rule: string, suggestion: string | undefined): string;
  unknownKey(key: string, suggestion: string | undefined): string;
  unknownDirective(name: string, suggestion: string): string;
  whichFile(command: string): string;
  readonly whichUrl: string;
  readonly whichServer: string;
  badPlace(at: string): string;
  notPart(path: string, file: string): string;
  noLine(path: string, line: number): string;
  several(path: string, entries: readonly string[]): string;
  noNginx(file: string): string;
  noPage(rule: string): string;
  noServer(path: string): string;
  badTarget(message: string, suggestion: string | undefined): string;
  noMachine(root: string): string;
  noSuchFile(path: string, command: string | undefined): string;
  unreadable(path: string, why: Unreadable, limit: string): string;
  unrecognised(path: string): string;
  ignored(path: string): string;
  noMatch(pattern: string): string;
  nothingToCheck(paths: readonly string[]): string;
  readonly stdinAlone: string;
  ruleCrashed(rule: string, reason: string): string;
  internal(reason: string): string;
  notWritten(path: string, why: 'changed' | 'encoding' | Unreadable): string;
  fixRefused(title: string, path: string): string;
  readonly notSettled: string;
  cannotWriteReport(path: string, reason: string): string;
  severity(severity: Severity): string;
  fixed(count: number, files: number): string;
  wouldFix(count: number, files: number): string;
  found(counts: Readonly<Record<Severity, number>>, files: number, ms: number): string;
  nothingFound(files: number, ms: number): string;
  fixable(safe: number, unsafe: number): string;
  hidden(count: number): string;
  notFormatted(place: string, why: 'syntax' | 'template' | 'unsure'): string;
  formatted(changed: number, others: number): string;
  wouldFormat(changed: number, others: number): string;
  readonly help: string;
  readonly note: string;
  readonly see: string;
  safety(safety: 'safe' | 'unsafe' | 'manual'): string;
  more(count: number): string;
  readonly columns: { readonly rule: string; readonly severity: string; readonly fix: string; readonly says: string };
}

export const wordsOf = (locale: Locale): Words => (locale === 'en' ? en : zh);

const s = (n: number, one: string, many = `${one}s`) => `${grouped(n)} ${n === 1 ? one : many}`;
const duration = (ms: number) => (ms < 9999.5 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
const or = (list: readonly string[]) => (list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`);
const few = (list: readonly string[]) => list.slice(0, 3);
const asking = (suggestion: string | undefined) => (suggestion === undefined ? '' : `: did you mean ${suggestion}?`);
const asking2 = (suggestion: string | undefined) => (suggestion === undefined ? '' : `：是否想写 ${suggestion}？`);

const en: Words = {
  unknownOption: (option, suggestion) => `unknown option ${option}${asking(suggestion) || ': keepalint --help lists them'}`,
  noValueTaken: (option) => `${option} takes no value`,
  valueMissing: (option) => `${option} needs a value`,
  badChoice: (option, value, choices, suggestion) =>
    `${option} cannot be “${value}”${asking(suggestion) || `: it is one of ${or(choices)}`}`,
  notANumber: (option, value) => `${option} needs a whole number, not “${value}”`,
  together: (a, b) => `${a} and ${b} exclude each other`,
  needs: (option, a, b) => `${option} goes with ${a} or ${b}`,
  onlyFor: (option, command) => `${option} goes with keepalint ${command}`,
  formatTwice: 'only one --format can go to standard output: write the others as --format NAME=FILE',
  tooMany: (command, operand) => `keepalint ${command} takes no further “${operand}”`,
  whichRule: 'which rule? keepalint rules lists them',
  unknownRule: (rule, suggestion) =>
    suggestion
      ? `there is no rule ${rule}${asking(suggestion)}`
      : `${rule} is no rule, no key of sysctl and no directive of nginx: keepalint rules lists the rules`,
  unknownKey: (key, suggestion) => `Linux has no key ${key}${asking(suggestion)}`,
  unknownDirective: (name, suggestion) => `nginx has no directive ${name}${asking(suggestion)}`,
  whichFile: (command) => `which file? keepalint ${command} takes a main file, or a file of sysctl settings`,
  whichUrl: 'which one? keepalint location takes a URL, or a path, and a main file',
  whichServer:
    'a path alone does not tell which server it is for: give a whole URL, or name a place in the server with --at FILE:LINE',
  badPlace: (at) => `--at takes FILE:LINE, not “${at}”`,
  notPart: (path, file) => `${path} is not part of the configuration of ${file}`,
  noLine: (path, line) => `${path} has no line ${line}`,
  several: (path, entries) => `${path} belongs to several configurations: name one of them, such as ${few(entries).join(', ')}`,
  noNginx: (file) => `${file} is no configuration of nginx: only there are locations`,
  noPage: (rule) => `the page of ${rule} is missing from this installation`,
  noServer: (path) => `the language server is missing from this installation: ${path}`,
  badTarget: (message, suggestion) => `--target: ${message}${asking(suggestion)}`,
  noMachine: (root) => `${root} holds no machine: there is neither etc/nginx nor etc/sysctl.conf or sysctl.d below it`,
  noSuchFile: (path, command) => `${path}: no such file or folder${asking(command)}`,
  unreadable: (path, why, limit) =>
    `${path}: ${
      {
        missing: 'it is not there any more',
        denied: 'no permission to read it',
        folder: 'it is a folder',
        special: 'not a regular file: pass its text as keepalint - < FILE',
        large: `larger than ${limit}: no configuration is, so it is not read`,
        binary: 'a binary file, not text',
        failed: 'it cannot be read',
      }[why]
    }`,
  unrecognised: (path) =>
    `${path}: neither nginx nor sysctl by its content (templates are not read): --language nginx or --language sysctl decides`,
  ignored: (path) => `${path}: left out by the configuration`,
  noMatch: (pattern) => `${pattern}: no file matches`,
  nothingToCheck: (paths) => `no nginx or sysctl file in ${paths.join(', ')}`,
  stdinAlone: '- stands alone: standard input is one file',
  ruleCrashed: (rule, reason) => `internal error in ${rule}, its findings are missing: ${reason}`,
  internal: (reason) => `internal error: ${reason}`,
  notWritten: (path, why) =>
    `${path}: not written: ${
      {
        changed: 'it has changed since it was read',
        encoding: 'a character of the fix does not exist in its encoding',
        missing: 'it is not there any more',
        denied: 'no permission',
        folder: 'it is a folder',
        special: 'not a regular file',
        large: 'too large',
        binary: 'a binary file',
        failed: 'the disk refused',
      }[why]
    }`,
  fixRefused: (title, path) => `${path}: a fix was left out, because the file could no longer be read after it: ${title}`,
  notSettled: 'the fixes did not come to an end; run --fix again to go on',
  cannotWriteReport: (path, reason) => `${path}: the report could not be written: ${reason}`,
  severity: (severity) => severity,
  fixed: (count, files) => `Fixed ${s(count, 'finding')} in ${s(files, 'file')}.`,
  wouldFix: (count, files) => `Would fix ${s(count, 'finding')} in ${s(files, 'file')}.`,
  found: ({ error, warning, info }, files, ms) =>
    `Found ${[error && s(error, 'error'), warning && s(warning, 'warning'), info && `${grouped(info)} info`].filter(Boolean).join(', ')} in ${s(files, 'file')} (${duration(ms)}).`,
  nothingFound: (files, ms) => `No findings in ${s(files, 'file')} (${duration(ms)}).`,
  fixable: (safe, unsafe) =>
    safe
      ? `${grouped(safe)} fixable with --fix${unsafe ? ` (${grouped(unsafe)} more with --unsafe-fixes)` : ''}.`
      : unsafe
        ? `${grouped(unsafe)} fixable with --fix --unsafe-fixes.`
        : '',
  hidden: (count) => `${grouped(count)} info not shown: --severity info.`,
  notFormatted: (place, why) =>
    `${place}: not formatted: ${
      {
        syntax: 'here is a syntax error, see keepalint check',
        template: 'it is a template, so what nginx will read is not known',
        unsure: 'it might not be read as before',
      }[why]
    }`,
  formatted: (changed, others) => `Formatted ${s(changed, 'file')}, ${grouped(others)} left as they were.`,
  wouldFormat: (changed, others) => `Would format ${s(changed, 'file')}, ${grouped(others)} left as they are.`,
  help: 'help',
  note: 'note',
  see: 'see',
  safety: (safety) => ({ safe: '--fix', unsafe: '--fix --unsafe-fixes', manual: 'by hand' })[safety],
  more: (count) => `… ${s(count, 'more line')}`,
  columns: { rule: 'rule', severity: 'severity', fix: 'fix', says: 'says' },
};

const zh: Words = {
  unknownOption: (option, suggestion) => `未知选项 ${option}${asking2(suggestion) || '：用 keepalint --help 查看全部选项'}`,
  noValueTaken: (option) => `${option} 不带值`,
  valueMissing: (option) => `${option} 需要一个值`,
  badChoice: (option, value, choices, suggestion) =>
    `${option} 不能是“${value}”${asking2(suggestion) || `：可选 ${choices.join('、')}`}`,
  notANumber: (option, value) => `${option} 需要一个整数，而不是“${value}”`,
  together: (a, b) => `${a} 与 ${b} 不能同时使用`,
  needs: (option, a, b) => `${option} 要与 ${a} 或 ${b} 一起使用`,
  onlyFor: (option, command) => `${option} 只能用于 keepalint ${command}`,
  formatTwice: '只能有一个 --format 输出到标准输出：其余请写成 --format 名称=文件',
  tooMany: (command, operand) => `keepalint ${command} 不接受多余的参数“${operand}”`,
  whichRule: '请指定规则：用 keepalint rules 查看全部规则',
  unknownRule: (rule, suggestion) =>
    suggestion
      ? `没有名为 ${rule} 的规则${asking2(suggestion)}`
      : `${rule} 既不是规则，也不是内核参数或 nginx 指令：用 keepalint rules 查看全部规则`,
  unknownKey: (key, suggestion) => `Linux 没有名为 ${key} 的内核参数${asking2(suggestion)}`,
  unknownDirective: (name, suggestion) => `nginx 没有名为 ${name} 的指令${asking2(suggestion)}`,
  whichFile: (command) => `请指定文件：keepalint ${command} 需要一个主配置文件，或一个 sysctl 文件`,
  whichUrl: '请指定 URL 和文件：keepalint location 需要一个 URL 或路径，以及主配置文件',
  whichServer: '只有路径无法判断由哪个 server 处理：请给出完整的 URL，或用 --at 文件:行号 指明该 server 中的位置',
  badPlace: (at) => `--at 需要写成 文件:行号，而不是“${at}”`,
  notPart: (path, file) => `${path} 不属于 ${file} 的配置`,
  noLine: (path, line) => `${path} 没有第 ${line} 行`,
  several: (path, entries) => `${path} 涉及多个配置：请指定其中一个，例如 ${few(entries).join('、')}`,
  noNginx: (file) => `${file} 不是 nginx 配置：只有 nginx 配置里才有 location`,
  noPage: (rule) => `此安装中缺少 ${rule} 的说明页`,
  noServer: (path) => `此安装中缺少语言服务器：${path}`,
  badTarget: (message, suggestion) => `--target：${message}${asking2(suggestion)}`,
  noMachine: (root) => `${root} 不是一台机器的根目录：其下既没有 etc/nginx，也没有 etc/sysctl.conf 或 sysctl.d`,
  noSuchFile: (path, command) => `${path}：没有这个文件或目录${asking2(command)}`,
  unreadable: (path, why, limit) =>
    `${path}：${
      {
        missing: '文件已不存在',
        denied: '没有读取权限',
        folder: '这是一个目录',
        special: '不是普通文件：请用 keepalint - < 文件 传入内容',
        large: `大于 ${limit}，不会有这么大的配置文件，因此不读取`,
        binary: '是二进制文件，不是文本',
        failed: '无法读取',
      }[why]
    }`,
  unrecognised: (path) =>
    `${path}：从内容看既不是 nginx 配置也不是 sysctl 配置（不读取模板）：可用 --language nginx 或 --language sysctl 指定`,
  ignored: (path) => `${path}：已被配置文件排除`,
  noMatch: (pattern) => `${pattern}：没有匹配的文件`,
  nothingToCheck: (paths) => `${paths.join('、')} 中没有 nginx 或 sysctl 文件`,
  stdinAlone: '- 只能单独使用：标准输入是一个文件',
  ruleCrashed: (rule, reason) => `${rule} 发生内部错误，缺少它的检查结果：${reason}`,
  internal: (reason) => `内部错误：${reason}`,
  notWritten: (path, why) =>
    `${path}：未写入：${
      {
        changed: '读取之后文件已被修改',
        encoding: '修复内容中有该文件编码无法表示的字符',
        missing: '文件已不存在',
        denied: '没有权限',
        folder: '这是一个目录',
        special: '不是普通文件',
        large: '文件过大',
        binary: '是二进制文件',
        failed: '写入磁盘失败',
      }[why]
    }`,
  fixRefused: (title, path) => `${path}：跳过了一项修复，因为修复后的文件无法再被读取：${title}`,
  notSettled: '修复没有完全结束；请再次运行 --fix',
  cannotWriteReport: (path, reason) => `${path}：无法写入报告：${reason}`,
  severity: (severity) => ({ error: '错误', warning: '警告', info: '提示' })[severity],
  fixed: (count, files) => `已修复 ${grouped(files)} 个文件中的 ${grouped(count)} 个问题。`,
  wouldFix: (count, files) => `可修复 ${grouped(files)} 个文件中的 ${grouped(count)} 个问题。`,
  found: ({ error, warning, info }, files, ms) =>
    `在 ${grouped(files)} 个文件中发现 ${[error && `${grouped(error)} 个错误`, warning && `${grouped(warning)} 个警告`, info && `${grouped(info)} 个提示`].filter(Boolean).join('、')}（${duration(ms)}）。`,
  nothingFound: (files, ms) => `在 ${grouped(files)} 个文件中没有发现问题（${duration(ms)}）。`,
  fixable: (safe, unsafe) =>
    safe
      ? `${grouped(safe)} 个可用 --fix 修复${unsafe ? `（加上 --unsafe-fixes 还可修复 ${grouped(unsafe)} 个）` : ''}。`
      : unsafe
        ? `${grouped(unsafe)} 个可用 --fix --unsafe-fixes 修复。`
        : '',
  hidden: (count) => `另有 ${grouped(count)} 个提示未显示：用 --severity info 查看。`,
  notFormatted: (place, why) =>
    `${place}：未格式化：${
      {
        syntax: '此处有语法错误，详见 keepalint check',
        template: '这是模板，无法得知 nginx 最终读取的内容',
        unsure: '格式化后可能无法再按原样读取',
      }[why]
    }`,
  formatted: (changed, others) => `已格式化 ${grouped(changed)} 个文件，其余 ${grouped(others)} 个未改动。`,
  wouldFormat: (changed, others) => `将格式化 ${grouped(changed)} 个文件，其余 ${grouped(others)} 个无需改动。`,
  help: '修复',
  note: '说明',
  see: '参见',
  safety: (safety) => ({ safe: '--fix', unsafe: '--fix --unsafe-fixes', manual: '需手工处理' })[safety],
  more: (count) => `… 另有 ${grouped(count)} 行`,
  columns: { rule: '规则', severity: '级别', fix: '修复', says: '说明' },
};
