-- Neovim, set up as the page says, does what a person would. Prints one JSON line: what it showed, before and after a code action.
local function fail(message)
  io.stdout:write(vim.json.encode({ failed = message }) .. '\n')
  vim.cmd('cquit 1')
end
local function wait(what, condition)
  if not vim.wait(10000, condition, 10) then fail('waited in vain for ' .. what) end
end
local function shown(buffer)
  local list = {}
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(list, { line = d.lnum + 1, text = d.message })
  end
  table.sort(list, function(a, b) return a.line < b.line end)
  return list
end

vim.cmd('luafile ' .. os.getenv('KEEPALINT_SETUP'))
vim.cmd('edit ' .. vim.fn.fnameescape(os.getenv('KEEPALINT_FILE')))
local buffer = vim.api.nvim_get_current_buf()
wait('the server', function() return next(vim.lsp.buf_get_clients(buffer)) ~= nil end)
local _, client = next(vim.lsp.buf_get_clients(buffer))

wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 1 end)
local before = shown(buffer)

local function ask(method, more)
  local params = vim.tbl_extend('force', { textDocument = vim.lsp.util.make_text_document_params(buffer) }, more)
  local answer = client.request_sync(method, params, 5000, buffer)
  if not answer or answer.err then fail('no answer to ' .. method .. ': ' .. vim.inspect(answer)) end
  return answer.result
end
local first = vim.diagnostic.get(buffer)[1]
local start = { line = first.lnum, character = first.col }
local range = { start = start, ['end'] = { line = first.end_lnum, character = first.end_col } }
local hover = ask('textDocument/hover', { position = start })
local items = ask('textDocument/completion', { position = { line = start.line, character = start.character + 4 } })
local actions = ask('textDocument/codeAction', { range = range, context = { diagnostics = {} } })
if #actions == 0 then fail('no code action') end
local action = actions[1]
vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
wait('fewer diagnostics', function() return #vim.diagnostic.get(buffer) < #before end)

vim.cmd('silent write!')
local result = { before = before, title = action.title, after = shown(buffer), hover = hover.contents.value, items = #items }
io.stdout:write(vim.json.encode(result) .. '\n')
client.stop()
wait('the end of the server', function() return client.is_stopped() end)
vim.cmd('qall!')
