import { type Extras, type FixTitle, ruleFor, type Text } from '../../core/rule.ts';
import { type Span, shorten } from '../../core/text.ts';
import type { Mistake, Value } from '../facts/arguments.ts';
import { bufferProblems } from '../model/buffers.ts';
import { brokenExpressions } from '../model/expressions.ts';
import { misplacedArguments } from '../model/misplaced.ts';
import { listenMistakeOf, mistakenPart, refusedArguments, slipFor } from '../model/mistakes.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../model/model.ts';

const fixes = {
  write: { safety: 'safe', en: 'write {text}', 'zh-CN': '改为 {text}' },
  drop: { safety: 'safe', en: 'delete {text}', 'zh-CN': '删除 {text}' },
  didYouMean: { safety: 'unsafe', en: 'write {text}', 'zh-CN': '改为 {text}' },
} as const satisfies Record<string, FixTitle>;

export default ruleFor<Nginx>()({
  id: 'nginx/invalid-value',
  since: '0.2.0',
  messages: {
    word: {
      severity: 'error',
      en: '{what} takes {words}, not "{value}"',
      'zh-CN': '{what} 只接受 {words}，不接受“{value}”',
    },
    number: {
      severity: 'error',
      en: '{what} takes a whole number, not "{value}"',
      'zh-CN': '{what} 需要一个整数，而不是“{value}”',
    },
    numberFrom: {
      severity: 'error',
      en: '{what} takes a whole number from {min} on, not "{value}"',
      'zh-CN': '{what} 需要一个不小于 {min} 的整数，而不是“{value}”',
    },
    numberRange: {
      severity: 'error',
      en: '{what} takes a whole number from {min} to {max}, not "{value}"',
      'zh-CN': '{what} 需要一个 {min} 到 {max} 之间的整数，而不是“{value}”',
    },
    numberOr: {
      severity: 'error',
      en: '{what} takes {words} or a whole number, not "{value}"',
      'zh-CN': '{what} 需要 {words} 或一个整数，而不是“{value}”',
    },
    size: {
      severity: 'error',
      en: '{what} takes a size such as 512, 64k or 1m, not "{value}": k and m are the only units',
      'zh-CN': '{what} 需要一个大小，例如 512、64k 或 1m，而不是“{value}”：单位只能是 k 或 m',
    },
    offset: {
      severity: 'error',
      en: '{what} takes a size such as 512, 64k, 1m or 2g, not "{value}": k, m and g are the only units',
      'zh-CN': '{what} 需要一个大小，例如 512、64k、1m 或 2g，而不是“{value}”：单位只能是 k、m 或 g',
    },
    offsetOr: {
      severity: 'error',
      en: '{what} takes {words} or a size such as 512, 64k, 1m or 2g, not "{value}"',
      'zh-CN': '{what} 需要 {words} 或一个大小，例如 512、64k、1m 或 2g，而不是“{value}”',
    },
    tooSmall: {
      severity: 'error',
      en: '{what} has to be at least {min}, and "{value}" is less',
      'zh-CN': '{what} 不能小于 {min}，“{value}”太小了',
    },
    zero: {
      severity: 'error',
      en: '{what} has to be more than 0, not "{value}"',
      'zh-CN': '{what} 必须大于 0，不能是“{value}”',
    },
    milliseconds: {
      severity: 'error',
      en: '{what} takes a time such as 30s, 1m30s or 500ms, not "{value}": w, d, h, m, s and ms are the only units here, each once and the largest first',
      'zh-CN':
        '{what} 需要一个时间，例如 30s、1m30s 或 500ms，而不是“{value}”：这里的单位只能是 w、d、h、m、s、ms，由大到小，每个一次',
    },
    seconds: {
      severity: 'error',
      en: '{what} takes a time such as 30s, 1h30m or 1y, not "{value}": y, M (months), w, d, h, m (minutes) and s are the only units here, each once and the largest first',
      'zh-CN':
        '{what} 需要一个时间，例如 30s、1h30m 或 1y，而不是“{value}”：这里的单位只能是 y、M（月）、w、d、h、m（分钟）、s，由大到小，每个一次',
    },
    secondsOr: {
      severity: 'error',
      en: '{what} takes {words} or a time such as 30s, 1h30m or 1y, not "{value}"',
      'zh-CN': '{what} 需要 {words} 或一个时间，例如 30s、1h30m 或 1y，而不是“{value}”',
    },
    empty: {
      severity: 'error',
      en: '{what} does not take an empty value',
      'zh-CN': '{what} 的值不能为空',
    },
    port: {
      severity: 'error',
      en: '"{value}" is not a port: {what} takes one from 1 to 65535',
      'zh-CN': '“{value}”不是端口：{what} 的端口必须在 1 到 65535 之间',
    },
    portRange: {
      severity: 'error',
      en: 'the range of ports "{value}" of {what} ends before it begins',
      'zh-CN': '{what} 的端口范围“{value}”的终点小于起点',
    },
    portMissing: {
      severity: 'error',
      en: 'the address "{value}" of {what} has no port',
      'zh-CN': '{what} 的地址“{value}”缺少端口',
    },
    hostMissing: {
      severity: 'error',
      en: 'there is no host in the address of {what}',
      'zh-CN': '{what} 的地址中没有主机',
    },
    host: {
      severity: 'error',
      en: '"{value}" is neither an address nor a host name that {what} could look up',
      'zh-CN': '“{value}”既不是地址，也不是 {what} 能够解析的主机名',
    },
    path: {
      severity: 'error',
      en: '{what} takes an address only, without "{value}"',
      'zh-CN': '{what} 只接受地址，不能带有“{value}”',
    },
    ipv6: {
      severity: 'error',
      en: '"{value}" is not an IPv6 address in brackets',
      'zh-CN': '“{value}”不是方括号中的 IPv6 地址',
    },
    socketMissing: {
      severity: 'error',
      en: 'there is no path of a socket after "{value}"',
      'zh-CN': '“{value}”之后没有套接字的路径',
    },
    local: {
      severity: 'error',
      en: '{what} takes an address of this machine such as 192.0.2.1 or 192.0.2.1:8080, no name, not "{value}"',
      'zh-CN': '{what} 需要本机的一个地址，例如 192.0.2.1 或 192.0.2.1:8080，不能是名称，也不能是“{value}”',
    },
    network: {
      severity: 'error',
      en: '{what} takes an address or a network such as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32, not "{value}"',
      'zh-CN': '{what} 需要一个地址或网段，例如 192.0.2.1、10.0.0.0/8 或 2001:db8::/32，而不是“{value}”',
    },
    networkOr: {
      severity: 'error',
      en: '{what} takes {words}, or an address or a network such as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32, not "{value}"',
      'zh-CN': '{what} 需要 {words}，或者一个地址或网段，例如 192.0.2.1、10.0.0.0/8 或 2001:db8::/32，而不是“{value}”',
    },
    scheme: {
      severity: 'error',
      en: '{what} takes a URL that begins with {words}, not "{value}"',
      'zh-CN': '{what} 需要以 {words} 开头的 URL，而不是“{value}”',
    },
    variable: {
      severity: 'error',
      en: '{what} takes the name of a variable with its $, not "{value}"',
      'zh-CN': '{what} 需要一个带 $ 的变量名，而不是“{value}”',
    },
    variables: {
      severity: 'error',
      en: '{what} takes no variables: nginx reads "{value}" as it stands',
      'zh-CN': '{what} 不支持变量：nginx 会按字面读取“{value}”',
    },
    zone: {
      severity: 'error',
      en: '{what} takes a name and a size with a colon between them, such as one:10m, not "{value}"',
      'zh-CN': '{what} 需要用冒号分隔的名称和大小，例如 one:10m，而不是“{value}”',
    },
    access: {
      severity: 'error',
      en: '{what} takes user:, group: or all: with r or rw, such as group:rw, not "{value}"',
      'zh-CN': '{what} 需要 user:、group: 或 all: 加上 r 或 rw，例如 group:rw，而不是“{value}”',
    },
    affinity: {
      severity: 'error',
      en: '{what} takes auto, or a mask of 0 and 1 for each worker, not "{value}"',
      'zh-CN': '{what} 需要 auto，或为每个 worker 给出由 0 和 1 组成的掩码，而不是“{value}”',
    },
    answer: {
      severity: 'error',
      en: '{what} takes = or a code after it, such as =200, not "{value}"',
      'zh-CN': '{what} 需要 = 或在其后加上状态码，例如 =200，而不是“{value}”',
    },
    captures: {
      severity: 'error',
      en: '{what} takes an expression with two groups that capture, for the script and for the path after it, not "{value}"',
      'zh-CN': '{what} 需要一个恰好有两个捕获组的正则表达式，分别对应脚本和其后的路径，而不是“{value}”',
    },
    code: {
      severity: 'error',
      en: '{what} takes a status code up to 999 before the text, not "{value}"',
      'zh-CN': '{what} 在文本之前需要一个不超过 999 的状态码，而不是“{value}”',
    },
    errorStatus: {
      severity: 'error',
      en: '{what} takes status codes from 300 to 599 except 499, not "{value}"',
      'zh-CN': '{what} 需要 300 到 599 之间（499 除外）的状态码，而不是“{value}”',
    },
    expires: {
      severity: 'error',
      en: '{what} takes epoch, max, off, a time such as 30d or -1, or a time of the day such as @15h30m, not "{value}"',
      'zh-CN': '{what} 需要 epoch、max、off、一个时间（例如 30d 或 -1），或一天中的时刻（例如 @15h30m），而不是“{value}”',
    },
    finalCode: {
      severity: 'error',
      en: '{what} takes a status code up to 999 after the = of its last argument, not "{value}"',
      'zh-CN': '{what} 的最后一个参数在 = 之后需要一个不超过 999 的状态码，而不是“{value}”',
    },
    location: {
      severity: 'error',
      en: '{what} takes =, ^~, ~ or ~* before its path, not "{value}"',
      'zh-CN': '{what} 的路径之前只能是 =、^~、~ 或 ~*，而不是“{value}”',
    },
    levels: {
      severity: 'error',
      en: '{what} takes one to three times 1 or 2 with colons between them, such as 1:2, not "{value}"',
      'zh-CN': '{what} 需要一到三个用冒号分隔的 1 或 2，例如 1:2，而不是“{value}”',
    },
    mark: {
      severity: 'error',
      en: '{what} takes off, a letter, a digit or =, not "{value}"',
      'zh-CN': '{what} 需要 off、一个字母、一个数字或 =，而不是“{value}”',
    },
    rootVariable: {
      severity: 'error',
      en: '{what} cannot hold $document_root or $realpath_root, which it defines itself',
      'zh-CN': '{what} 中不能使用 $document_root 或 $realpath_root，因为它们正是由它定义的',
    },
    pool: {
      severity: 'error',
      en: '{what} takes a size of at least 112 bytes that is a multiple of 16, not "{value}"',
      'zh-CN': '{what} 需要一个不小于 112 字节且为 16 的倍数的大小，而不是“{value}”',
    },
    power: {
      severity: 'error',
      en: '{what} takes a power of two, not "{value}"',
      'zh-CN': '{what} 需要 2 的整数次幂，而不是“{value}”',
    },
    priority: {
      severity: 'error',
      en: '{what} takes a whole number with or without a sign, not "{value}"',
      'zh-CN': '{what} 需要一个整数，可以带正负号，而不是“{value}”',
    },
    rate: {
      severity: 'error',
      en: '{what} takes a number of requests per second or minute, such as 10r/s or 30r/m, not "{value}"',
      'zh-CN': '{what} 需要每秒或每分钟的请求数，例如 10r/s 或 30r/m，而不是“{value}”',
    },
    referer: {
      severity: 'error',
      en: '{what} takes hosts with one * at most, for the whole beginning or end, such as *.example.com or example.*, not "{value}"',
      'zh-CN': '{what} 接受的主机名最多含一个 *，且只能代表整个开头或结尾，例如 *.example.com 或 example.*，而不是“{value}”',
    },
    returned: {
      severity: 'error',
      en: '{what} takes a status code up to 999, or a URL that begins with http://, https:// or $scheme, not "{value}"',
      'zh-CN': '{what} 需要一个不超过 999 的状态码，或以 http://、https:// 或 $scheme 开头的 URL，而不是“{value}”',
    },
    serverName: {
      severity: 'error',
      en: '"{value}" is not a server name: *. and . stand before a name, ~ before a pattern',
      'zh-CN': '“{value}”不是服务器名：*. 和 . 之后必须有名称，~ 之后必须有正则表达式',
    },
    status: {
      severity: 'error',
      en: '{what} takes any and status codes from 100 to 599 before the time, not "{value}"',
      'zh-CN': '{what} 在时间之前只接受 any 和 100 到 599 之间的状态码，而不是“{value}”',
    },
    tag: {
      severity: 'error',
      en: '{what} takes up to 32 letters, digits and underscores, not "{value}"',
      'zh-CN': '{what} 最多 32 个字符，只能是字母、数字和下划线，而不是“{value}”',
    },
    version: {
      severity: 'error',
      en: '{what} takes a version of digits and dots, not "{value}"',
      'zh-CN': '{what} 需要由数字和点组成的版本号，而不是“{value}”',
    },
    parameter: {
      severity: 'error',
      en: '{what} has no parameter "{value}" here: it takes {words}',
      'zh-CN': '{what} 在这里没有参数“{value}”：它接受 {words}',
    },
    gone: {
      severity: 'error',
      en: '{what} no longer has the parameter "{value}"',
      'zh-CN': '{what} 已不再支持参数“{value}”',
    },
    missing: {
      severity: 'error',
      en: '{what} needs {words}',
      'zh-CN': '{what} 缺少 {words}',
    },
    surplus: {
      severity: 'error',
      en: 'nothing may follow {after} in {what}, so "{value}" is refused',
      'zh-CN': '{what} 的 {after} 之后不能再有别的参数，“{value}”会被拒绝',
    },
    alone: {
      severity: 'error',
      en: '"{value}" of {what} needs {words} beside it',
      'zh-CN': '{what} 的“{value}”需要与 {words} 一起使用',
    },
    uri: {
      severity: 'error',
      en: '{what} cannot have the path "{value}" in {block}: nginx would not know what part of the request it replaces',
      'zh-CN': '{what} 在 {block} 中不能带有路径“{value}”：nginx 无法知道它应替换请求的哪一部分',
    },
    alias: {
      severity: 'error',
      en: '{what} cannot stand in {block}, a location without a path',
      'zh-CN': '{what} 不能放在没有路径的 {block} 中',
    },
    backup: {
      severity: 'error',
      en: '{method} knows no backup servers: nginx refuses "{value}" after it',
      'zh-CN': '{method} 不支持备用服务器：nginx 会拒绝其后的“{value}”',
    },
    resolve: {
      severity: 'error',
      en: '"{value}" needs a zone in upstream {upstream}: addresses that change are kept in shared memory',
      'zh-CN': '“{value}”要求 upstream {upstream} 中有 zone：会变化的地址保存在共享内存中',
    },
    regex: {
      severity: 'error',
      en: 'the regular expression "{expression}" of {what} does not compile, the fault is at "{value}"',
      'zh-CN': '{what} 的正则表达式“{expression}”无法编译，问题出在“{value}”',
    },
    defaultFirst: {
      severity: 'error',
      en: '"{what} {value}" is made of the proxy_pass of its block, which has to stand before it',
      'zh-CN': '“{what} {value}”取自同一块中的 proxy_pass，后者必须写在它之前',
    },
    defaultUnknown: {
      severity: 'error',
      en: '"{what} {value}" cannot be made of {line}, whose variables are not known yet',
      'zh-CN': '“{what} {value}”无法取自 {line}，因为其中的变量此时还没有值',
    },
    belowBuffer: {
      severity: 'error',
      en: '{what} is {amount}, and has to be at least {limit}, as the largest of the buffers',
      'zh-CN': '{what} 为 {amount}，不能小于最大的缓冲区 {limit}',
    },
    busyAbove: {
      severity: 'error',
      en: '{what} is {amount}, and has to be at most {limit}: what {buffers} has without one of its buffers',
      'zh-CN': '{what} 为 {amount}，不能大于 {limit}，即 {buffers} 减去一个缓冲区后的总和',
    },
    busyByDefault: {
      severity: 'error',
      en: '{what} is twice the largest buffer where it is not set, {amount} here, and has to be at most {limit}: what {buffers} has without one of its buffers',
      'zh-CN': '未设置时，{what} 是最大缓冲区的两倍，这里为 {amount}，不能大于 {limit}，即 {buffers} 减去一个缓冲区后的总和',
    },
    nameServer: {
      severity: 'error',
      en: '{what} needs the address of a name server',
      'zh-CN': '{what} 缺少域名服务器的地址',
    },
    beside: {
      severity: 'error',
      en: '{what} and {other} exclude each other in one block',
      'zh-CN': '{what} 和 {other} 不能用在同一块中',
    },
    apart: {
      severity: 'error',
      en: '{what} does not take "{value}" together with {other}',
      'zh-CN': '{what} 的“{value}”不能与 {other} 一起使用',
    },
  },
  notes: {
    around: { en: 'this makes the difference', 'zh-CN': '原因在这里' },
  },
  fixes,
  check(nginx, report) {
    for (const refused of refusedArguments(nginx)) {
      const { directive: d, mistake } = refused;
      if (mistake.reason.kind === 'later' || listenMistakeOf(refused)) continue;
      const word = mistake.argument === undefined ? undefined : d.node.args[mistake.argument]!;
      const at = word ? mistakenPart(d, word, mistake) : spanOf(d);
      const slip = slipFor(nginx, refused);
      const fixes = slip
        ? [
            slip.text === ''
              ? ({ fix: 'drop', edits: [{ at, text: '' }], data: { text: mistake.value } } as const)
              : ({
                  fix: slip.sure ? 'write' : 'didYouMean',
                  edits: [{ at, text: slip.text }],
                  data: { text: slip.text },
                } as const),
          ]
        : [];
      tell(d, mistake, at, { fixes });
    }

    for (const { directive: d, word, kind, from, around } of misplacedArguments(nginx)) {
      const what = d.name;
      const value = word.text.slice(from);
      const at = mistakenPart(d, word, { from, to: word.text.length, value });
      const related = around ? ([{ note: 'around', at: spanOf(around) }] as const) : [];
      if (kind === 'beside') report(spanOf(d), 'beside', { what, other: around!.name }, { related });
      if (kind === 'default-first') report(at, 'defaultFirst', { what, value }, { related });
      if (!around) continue;
      const block = wordsOf(around);
      const drop = [{ fix: 'drop', edits: [{ at, text: '' }], data: { text: value } }] as const;
      if (kind === 'uri')
        report(at, 'uri', { what, value: shorten(value), block }, { related, fixes: value === '/' ? drop : [] });
      if (kind === 'alias') report(spanOf(d), 'alias', { what, block }, { related });
      if (kind === 'backup') report(at, 'backup', { value, method: around.name }, { related });
      if (kind === 'resolve') report(at, 'resolve', { value, upstream: around.node.args[0]?.text ?? '' }, { related });
      if (kind === 'default-unknown') report(at, 'defaultUnknown', { what, value, line: block }, { related });
    }

    for (const { kind, name, buffers, amount, limit, directives } of bufferProblems(nginx)) {
      const [d, ...others] = directives;
      const data = { what: name, amount: { bytes: amount }, limit: { bytes: limit } };
      const related = others.map((other) => ({ note: 'around', at: spanOf(other) }) as const);
      if (kind === 'below') report(spanOf(d!), 'belowBuffer', data, { related });
      else report(spanOf(d!), kind === 'above' ? 'busyAbove' : 'busyByDefault', { ...data, buffers }, { related });
    }

    for (const { directive: d, word, from, problem } of brokenExpressions(nginx)) {
      const expression = word.text.slice(from);
      const value = expression.slice(problem.start, problem.end);
      const at = mistakenPart(d, word, { from: from + problem.start, to: from + problem.end, value });
      report(at, 'regex', { what: d.name, expression: shorten(expression), value });
    }

    function tell({ name }: Directive, { parameter, value: text, reason }: Mistake, at: Span, extras: Offer): void {
      const what = parameter ? `${name} ${parameter}` : name;
      const value = shorten(text);
      switch (reason.kind) {
        case 'unlike':
          unlike(reason.expected, what, value, at, extras);
          return;
        case 'small': {
          const { expected } = reason;
          if (expected.min === 1 || expected.kind === 'time') {
            report(at, 'zero', { what, value }, extras);
            return;
          }
          report(at, 'tooSmall', { what, value, min: { bytes: expected.min } }, extras);
          return;
        }
        case 'address':
          report(at, addresses[reason.problem], { what, value }, extras);
          return;
        case 'variables':
          report(at, 'variables', { what, value }, extras);
          return;
        case 'parameter':
          report(at, 'parameter', { what, value, words: { list: reason.names, word: 'and' } }, extras);
          return;
        case 'gone':
          report(at, 'gone', { what, value }, extras);
          return;
        case 'no-rest':
          report(at, 'nameServer', { what }, extras);
          return;
        case 'missing':
          report(at, 'missing', { what, words: { list: reason.names, word: 'or' } }, extras);
          return;
        case 'surplus':
          report(at, 'surplus', { what, value, after: reason.after }, extras);
          return;
        case 'alone':
          report(at, 'alone', { what, value, words: { list: reason.names, word: 'or' } }, extras);
          return;
        case 'apart':
          report(at, 'apart', { what, value, other: reason.other }, extras);
          return;
      }
    }

    function unlike(expected: Value, what: string, value: string, at: Span, extras: Offer): void {
      const either = expected.or && ({ list: expected.or, word: 'or' } as const);
      switch (expected.kind) {
        case 'text':
        case 'syslog':
        case 'keepalive':
          return;
        case 'filled':
          report(at, 'empty', { what }, extras);
          return;
        case 'word':
        case 'sizes':
          report(at, 'word', { what, value, words: { list: expected.words, word: 'or' } }, extras);
          return;
        case 'number': {
          const { min, max } = expected;
          if (either) {
            report(at, 'numberOr', { what, value, words: either }, extras);
            return;
          }
          if (max !== Number.POSITIVE_INFINITY) {
            report(at, 'numberRange', { what, value, min, max }, extras);
            return;
          }
          if (min > 0) report(at, 'numberFrom', { what, value, min }, extras);
          else report(at, 'number', { what, value }, extras);
          return;
        }
        case 'offset':
          if (either) report(at, 'offsetOr', { what, value, words: either }, extras);
          else report(at, 'offset', { what, value }, extras);
          return;
        case 'time':
          if (expected.unit === 'ms') report(at, 'milliseconds', { what, value }, extras);
          else if (either) report(at, 'secondsOr', { what, value, words: either }, extras);
          else report(at, 'seconds', { what, value }, extras);
          return;
        case 'address':
          report(at, 'host', { what, value }, extras);
          return;
        case 'network':
          if (either) report(at, 'networkOr', { what, value, words: either }, extras);
          else report(at, 'network', { what, value }, extras);
          return;
        case 'url':
          report(at, 'scheme', { what, value, words: { list: expected.schemes, word: 'or' } }, extras);
          return;
        default:
          report(at, expected.kind, { what, value }, extras);
          return;
      }
    }
  },
});

type Offer = Extras<{ readonly around: Text }, typeof fixes>;

const addresses = {
  port: 'port',
  'port-range': 'portRange',
  'no-port': 'portMissing',
  'no-host': 'hostMissing',
  host: 'host',
  path: 'path',
  scheme: 'path',
  ipv6: 'ipv6',
  'no-socket': 'socketMissing',
} as const;
