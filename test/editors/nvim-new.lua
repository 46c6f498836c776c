-- A stand-in for what Neovim 0.7 lacks of 0.8 to 0.11, as far as the page uses it: it shows that the page's code runs and what it
-- asks for, not that Neovim 0.11 does it.
local attached = {}
local create = vim.api.nvim_create_autocmd
vim.api.nvim_create_autocmd = function(event, options)
  if event == 'LspAttach' then table.insert(attached, options.callback) else create(event, options) end
end

local clients = {}
vim.lsp.start = function(config)
  local buffer = vim.api.nvim_get_current_buf()
  local id = clients[config.name] or vim.lsp.start_client(vim.tbl_extend('force', config, {
    on_init = function(client) client.notify('workspace/didChangeConfiguration', { settings = config.settings }) end,
  }))
  clients[config.name] = id
  vim.lsp.buf_attach_client(buffer, id)
  for _, callback in ipairs(attached) do callback({ buf = buffer, data = { client_id = id } }) end
end

local configs = {}
vim.lsp.config = function(name, config) configs[name] = vim.tbl_extend('force', config, { name = name }) end
vim.lsp.enable = function(name)
  local config = configs[name]
  create('FileType', {
    pattern = config.filetypes,
    callback = function()
      vim.lsp.start(vim.tbl_extend('force', config, { root_dir = vim.fs.root(0, config.root_markers) }))
    end,
  })
end
vim.fs = {
  root = function() return vim.fn.getcwd() end,
  find = function() return {} end,
  dirname = function(file) return file and vim.fn.fnamemodify(file, ':h') end,
}
vim.lsp.buf.format = function(options)
  assert(vim.lsp.get_client_by_id(options.id))
  vim.lsp.buf.formatting_sync()
end
vim.lsp.inlay_hint = { enable = function(on, filter) assert(on == true and filter.bufnr) end }
vim.lsp.codelens.refresh = function(filter) assert(filter.bufnr) end
