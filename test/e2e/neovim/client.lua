-- Drives neovim's own language client against `kmem-lens lsp --stdio` and writes the results as JSON.
-- Written for neovim 0.7 and newer: only functions that both the old and the present releases have.

local results = {}

--- Runs one named test; an error is its failure.
local function test(name, body)
  local started = vim.loop.hrtime()
  local ok, problem = xpcall(body, debug.traceback)
  local row = { name = name, durationMs = math.floor((vim.loop.hrtime() - started) / 1e6) }
  if not ok then row.error = tostring(problem) end
  table.insert(results, row)
end

local function await(what, probe)
  if not vim.wait(15000, probe, 50) then error('waited in vain for ' .. what) end
end

vim.cmd('edit gadget/gadget.c')
local buffer = vim.api.nvim_get_current_buf()
local client_id

local function request(method, params)
  local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, 10000)
  assert(answers, problem)
  local answer = answers[client_id]
  assert(answer, method .. ' has no answer')
  assert(answer.err == nil, vim.inspect(answer.err))
  return answer.result
end

local function document() return { uri = vim.uri_from_bufnr(buffer) } end

--- The line and column (from 0) where a text begins.
local function find(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then return { line = number - 1, character = column - 1 } end
  end
  error('no line holds ' .. text)
end

local function findings()
  return vim.tbl_filter(function(d) return d.source == 'kmem-lens' end, vim.diagnostic.get(buffer))
end

local locked_call = 'kzalloc(bytes, GFP_KERNEL)'

test('the server starts and pushes its findings', function()
  client_id = vim.lsp.start_client({
    name = 'kmem-lens',
    cmd = { vim.env.KMEM_LENS_NODE, vim.env.KMEM_LENS_COMMAND, 'lsp', '--stdio' },
    root_dir = vim.fn.getcwd(),
  })
  assert(client_id, 'the client starts')
  vim.lsp.buf_attach_client(buffer, client_id)
  await('two findings', function() return #findings() == 2 end)
  local lines = vim.tbl_map(function(d) return d.lnum end, findings())
  table.sort(lines)
  local expected = { find('kmalloc(bytes, GFP_KERNEL)').line, find(locked_call).line }
  assert(vim.deep_equal(lines, expected), vim.inspect(lines) .. ' instead of ' .. vim.inspect(expected))
end)

test('hover explains a gfp flag', function()
  local at = find(locked_call)
  local position = { line = at.line, character = at.character + #'kzalloc(bytes, GF' }
  local hover = request('textDocument/hover', { textDocument = document(), position = position })
  local text = vim.inspect(hover.contents)
  assert(text:find('GFP_KERNEL', 1, true), text)
end)

test('the kernel meant is told to any client that asks', function()
  local kernel = request('kmemLens/kernel', { uri = document().uri })
  assert(kernel.title == 'Linux 6.1, x86_64', vim.inspect(kernel))
  assert(kernel.origin:find('release: default', 1, true), vim.inspect(kernel))
end)

test('a code action mends the call and the finding goes', function()
  local at = find(locked_call)
  local found = vim.tbl_filter(function(d) return d.lnum == at.line end, findings())[1]
  assert(found, 'a finding on the locked call')
  local range = { start = at, ['end'] = { line = at.line, character = at.character + #locked_call } }
  local diagnostic = {
    range = range,
    message = found.message,
    severity = found.severity,
    source = found.source,
    code = 'sleep-in-atomic',
  }
  local actions = request('textDocument/codeAction', {
    textDocument = document(),
    range = range,
    context = { diagnostics = { diagnostic } },
  })
  local action = vim.tbl_filter(function(a) return a.title:find('GFP_ATOMIC', 1, true) end, actions)[1]
  assert(action, vim.inspect(vim.tbl_map(function(a) return a.title end, actions)))
  if not action.edit then action = request('codeAction/resolve', action) end
  vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  find('kzalloc(bytes, GFP_ATOMIC)')
  await('one finding fewer', function() return #findings() == 1 end)
end)

test('the server ends when asked', function()
  local client = vim.lsp.get_client_by_id(client_id)
  client.stop()
  await('the end', function() return client.is_stopped() end)
end)

vim.fn.writefile({ vim.json and vim.json.encode(results) or vim.fn.json_encode(results) }, vim.env.KMEM_LENS_TEST_RESULTS)
vim.cmd('qa!')
