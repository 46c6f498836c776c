import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locale } from '../../core/rule.ts';
import type { ExitCode, Io } from '../io.ts';

export async function version(io: Io): Promise<ExitCode> {
  const { version } = JSON.parse(await readFile(join(io.home, 'package.json'), 'utf8')) as { version: string };
  io.out(`${version}\n`);
  return 0;
}

export async function help(io: Io, locale: Locale): Promise<ExitCode> {
  io.out(texts[locale]);
  return 0;
}

const texts: Readonly<Record<Locale, string>> = {
  en: `keepalint checks nginx configurations and Linux sysctl.conf

  keepalint [check] [PATH …]      files, folders, patterns; - is standard input; default: this folder
  keepalint format [PATH …]       lays files out: changes white space and nothing else
  keepalint explain RULE          what a rule is about, with examples; also what a sysctl key or an nginx directive is
  keepalint rules                 all rules
  keepalint effective FILE        the configuration of a main file as nginx sees it, includes in their places;
                                  --at FILE:LINE: what applies there; of sysctl files what every key ends up with
  keepalint location URL FILE     which location of a main file answers a URL, or a path of the server at
                                  --at FILE:LINE, and why; exit code 1: nobody, or it is not certain
  keepalint states [- | FILE]     this machine's TCP sockets by state, peer and port, or those of a pasted ss -tan;
                                  and what in the configuration (--root DIR) explains them; --watch, --json
  keepalint lsp --stdio           the language server

What is checked
  --target WORD                   for which versions: nginx=1.24, nginx=1.18-1.30, kernel=5.15, ubuntu=22.04 …
                                  (repeatable; default: every version that a supported distribution ships)
  --language nginx|sysctl         read the given files as this language
  --stdin-filename PATH           the place of what comes from standard input
  --root DIR                      the machine whose file system is below DIR: its etc/nginx, etc/sysctl.conf, sysctl.d
  --config FILE, --no-config      this configuration file, or none (default: the nearest .keepalint.yaml)

What is shown
  --format full|concise|json      full on a terminal, concise elsewhere; NAME=FILE writes a file (repeatable)
  --severity error|warning|info   the least severe findings that are shown (default: warning)
  --locale en|zh-CN               language (default: LC_ALL, LC_MESSAGES, LANG)
  --color auto|always|never       (default: auto; NO_COLOR, FORCE_COLOR)
  -q, --quiet                     findings only, no summary

What is changed
  --fix                           apply safe fixes: whatever took effect keeps its effect
  --fix --unsafe-fixes            also those that change behaviour, as their message advises
  --diff                          write nothing, print what --fix or format would change
  --check                         format: write nothing, list what would change; exit code 1

Exit code: 0 clean, 1 findings, 2 usage, configuration, an unreadable file, nothing to check, an internal error
  --fail-on error|warning|info    the least severe findings that make it 1 (default: warning)
  --max-warnings N                up to N warnings do not
  --exit-zero                     findings never do
  --no-error-on-unmatched-pattern it is no error when there is nothing to check

  -h, --help    -V, --version
`,
  'zh-CN': `keepalint 检查 nginx 配置和 Linux 的 sysctl.conf

  keepalint [check] [路径 …]      文件、目录、通配模式；- 表示标准输入；默认为当前目录
  keepalint format [路径 …]       格式化文件：只改空白
  keepalint explain 规则          规则的说明与示例；也可查询 sysctl 参数和 nginx 指令
  keepalint rules                 全部规则
  keepalint effective 文件        主配置文件在 nginx 眼中的样子：include 的内容就位；
                                  --at 文件:行号：在该处生效的配置；sysctl 文件则为每个参数的最终值
  keepalint location URL 文件     主配置文件中由哪个 location 响应某个 URL，或 --at 文件:行号 所在 server 的某个路径，
                                  以及原因；退出码 1：没有，或并不确定
  keepalint states [- | 文件]     本机的 TCP 套接字，按状态、对端和端口统计，或统计粘贴的 ss -tan 输出；
                                  并指出配置（--root 目录）中的原因；--watch、--json
  keepalint lsp --stdio           语言服务器

检查什么
  --target 目标                   针对哪些版本：nginx=1.24、nginx=1.18-1.30、kernel=5.15、ubuntu=22.04、debian=12 等
                                  （可重复；默认为受支持的发行版仍在提供的全部版本）
  --language nginx|sysctl         按此语言读取给出的文件
  --stdin-filename 路径           标准输入的内容视为位于此处
  --root 目录                     文件系统位于该目录下的机器：其中的 etc/nginx、etc/sysctl.conf、sysctl.d
  --config 文件、--no-config      使用此配置文件，或不使用（默认为最近的 .keepalint.yaml）

显示什么
  --format full|concise|json      终端上为 full，其他为 concise；写成 名称=文件 则写入文件（可重复）
  --severity error|warning|info   显示的最低级别（默认为 warning）
  --locale en|zh-CN               语言（默认取 LC_ALL、LC_MESSAGES、LANG）
  --color auto|always|never       颜色（默认为 auto；NO_COLOR、FORCE_COLOR）
  -q, --quiet                     只显示检查结果，不显示汇总

修改什么
  --fix                           应用安全修复：已经生效的配置保持原有效果
  --fix --unsafe-fixes            同时应用会按提示改变行为的修复
  --diff                          不写入任何文件，只输出 --fix 或 format 将做的修改
  --check                         用于 format：不写入任何文件，列出将被改动的文件；退出码为 1

退出码：0 没有问题；1 有问题；2 用法或配置有误、文件无法读取、没有可检查的文件、内部错误
  --fail-on error|warning|info    使退出码为 1 的最低级别（默认为 warning）
  --max-warnings N                警告不超过 N 个时不算失败
  --exit-zero                     有问题也返回 0
  --no-error-on-unmatched-pattern 没有可检查的文件时不算错误

  -h, --help    -V, --version
`,
};
