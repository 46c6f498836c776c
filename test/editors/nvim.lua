-- Neovim as a plain LSP client, without configuration. Prints one JSON line: what it showed, before and after the code action.
local file = os.getenv('KEEPALINT_FILE')
local command = { os.getenv('KEEPALINT_NODE'), os.getenv('KEEPALINT_CLI'), 'lsp', '--stdio' }

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

vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
-- vim.lsp.start came with 0.8.
local id = vim.lsp.start_client({ name = 'keepalint', cmd = command, root_dir = vim.fn.fnamemodify(file, ':h') })
if not id then fail('the server did not start') end
vim.lsp.buf_attach_client(buffer, id)
local client = vim.lsp.get_client_by_id(id)

wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
local before = shown(buffer)

local first = vim.diagnostic.get(buffer)[1]
local range = { start = { line = first.lnum, character = first.col }, ['end'] = { line = first.end_lnum, character = first.end_col } }
local document = vim.lsp.util.make_text_document_params(buffer)
local answer = client.request_sync('textDocument/codeAction', { textDocument = document, range = range, context = { diagnostics = {} } }, 5000, buffer)
if not answer or answer.err or #answer.result == 0 then fail('no code action: ' .. vim.inspect(answer)) end
local action = answer.result[1]
vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
wait('fewer diagnostics', function() return #vim.diagnostic.get(buffer) < #before end)

vim.cmd('silent write!')
io.stdout:write(vim.json.encode({ before = before, title = action.title, after = shown(buffer) }) .. '\n')
client.stop()
wait('the end of the server', function() return client.is_stopped() end)
vim.cmd('qall!')
