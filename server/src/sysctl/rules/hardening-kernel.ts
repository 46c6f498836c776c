import { ruleFor } from '../../core/rule.ts';
import { kernel } from '../facts/hardening.ts';
import { fixes, missing, missingIn, weakIn } from '../model/hardening.ts';
import type { Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/hardening-kernel',
  since: '0.2.0',
  optional: 'hardening',
  messages: {
    addresses: {
      severity: 'info',
      en: '{key} = {value} shows anybody on the machine what helps to attack the kernel: its addresses, its log, its events: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会让机器上的任何用户看到有助于攻击内核的信息：地址、日志、事件：{sources} 要求设为 {wanted}',
    },
    programs: {
      severity: 'info',
      en: '{key} = {value} offers anybody on the machine parts of the kernel that were often attacked (BPF, io_uring): {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让机器上的任何用户都能使用内核中屡遭攻击的部分（BPF、io_uring）：{sources} 要求设为 {wanted}',
    },
    loading: {
      severity: 'info',
      en: '{key} = {value} lets code get into the running kernel later: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 允许之后再把代码装入正在运行的内核：{sources} 要求设为 {wanted}',
    },
    console: {
      severity: 'info',
      en: '{key} = {value} lets whoever reaches a console or terminal give orders to the kernel or to other programs: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让能接触控制台或终端的人向内核或其他程序发出命令：{sources} 要求设为 {wanted}',
    },
    tracing: {
      severity: 'info',
      en: '{key} = {value} lets a program read and change every other one of the same user: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让一个程序可以读取和修改同一用户的所有其他程序：{sources} 要求设为 {wanted}',
    },
    namespaces: {
      severity: 'info',
      en: '{key} = {value} opens parts of the kernel to everybody that root alone used to reach: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 把原本只有 root 才能接触的内核部分开放给所有人：{sources} 要求设为 {wanted}',
    },
    oops: {
      severity: 'info',
      en: '{key} = {value} lets an attacker try often, for the kernel goes on after each failure: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让攻击者可以反复尝试，因为内核每次出错后仍继续运行：{sources} 要求设为 {wanted}',
    },
    missing,
  },
  fixes,
  check(sysctl, report) {
    for (const { topic, at, data, fixes } of weakIn(kernel, sysctl)) report(at, topic, data, { fixes });
    for (const { at, data, fixes } of missingIn(kernel, sysctl)) report(at, 'missing', data, { fixes });
  },
});
