-- What somebody does with the server, in the example `payments`.

local test = dofile(vim.env.SCRIPTS .. "/check.lua")
local check = test.check
local buffer = vim.api.nvim_get_current_buf()

local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") .. "\n" end

--- Waits until it is so.
local function comes(what, is_so)
  local got
  local came = vim.wait(15000, function()
    got = is_so()
    return got and true or false
  end, 20)
  check(what, came, not came and vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(buffer)) or nil)
  return got
end

--- The cursor on the first letter of the `nth` place of some text; `past` letters behind it.
local function to(wanted, nth, past)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  local place
  for _ = 1, nth or 1 do
    place = vim.fn.searchpos("\\V" .. vim.fn.escape(wanted, "\\"), "cW")
    if place[1] == 0 then error("there is no " .. wanted) end
    vim.api.nvim_win_set_cursor(0, { place[1], place[2] - 1 })
    vim.fn.search(".", "W")
  end
  vim.api.nvim_win_set_cursor(0, { place[1], place[2] - 1 + (past or 0) })
end

local function replace(old, new)
  local all = vim.split((text():gsub(vim.pesc(old), (new:gsub("%%", "%%%%")), 1)), "\n")
  table.remove(all)
  vim.api.nvim_buf_set_lines(0, 0, -1, false, all)
end

--- The text of the window that floats.
local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
    end
  end
end

local function of_severity(severity)
  return vim.diagnostic.get(buffer, { severity = severity })
end

test.run("session", function()
  local original = text()
  local client = comes("the server starts", function() return vim.lsp.get_clients({ name = "whit", bufnr = buffer })[1] end)
  if not client then return end
  check("the root is the project", client.root_dir == vim.fn.getcwd(), client.root_dir)
  check("positions are UTF-16", client.offset_encoding == "utf-16", client.offset_encoding)

  -- Findings, and a fix.
  replace("dynamodb:PutItem", "dynamodb:PutItme")
  local finding = comes("a wrong action is found", function() return of_severity("ERROR")[1] end)
  if finding then
    check("the finding names it", finding.message:find("PutItme", 1, true), finding.message)
    check("the finding is where it is", vim.api.nvim_buf_get_lines(0, finding.lnum, finding.lnum + 1, false)[1]
      :sub(finding.col + 1, finding.end_col):find("PutItme", 1, true), finding)
  end
  to("PutItme", 1, 2)
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:find("PutItem", 1, true) end })
  comes("a fix is applied", function() return text() == original end)
  comes("the finding goes", function() return #of_severity("ERROR") == 0 end)

  -- Hover.
  to("dynamodb:UpdateItem", 1, 12)
  vim.lsp.buf.hover()
  local hover = comes("hover tells of an action", floating)
  check("hover names the action", hover and hover:find("UpdateItem", 1, true), hover)
  vim.cmd("fclose")

  -- Completion, as `<C-x><C-o>` asks for it.
  replace("  allow list, read on [reports", "  allow dynamodb:BatchG\n  allow list, read on [reports")
  to("dynamodb:BatchG", 1, #"dynamodb:BatchG" - 1)
  local at = vim.lsp.util.make_position_params(0, client.offset_encoding)
  at.position.character = at.position.character + 1
  local answer = client:request_sync("textDocument/completion", at, 15000, buffer)
  local items = answer and answer.result and (answer.result.items or answer.result) or {}
  local labels = vim.tbl_map(function(item) return item.label end, items)
  check("completion offers actions", vim.iter(labels):any(function(label) return label:find("BatchGetItem", 1, true) end),
    answer and (answer.err or vim.list_slice(labels, 1, 10)))
  vim.cmd("silent undo")
  check("the text is as before", text() == original)

  -- Definitions: in the file, and in the library.
  to("on ledger", 1, 4)
  vim.lsp.buf.definition()
  comes("the definition is gone to", function() return vim.api.nvim_get_current_line():match("^let ledger") end)
  to("with mfa", 1, 6)
  vim.lsp.buf.definition()
  local library = comes("the definition in the library is gone to", function()
    return vim.api.nvim_buf_get_name(0):match("^whit%-std:") and vim.api.nvim_get_current_line():match("guard mfa")
  end)
  check("it is read only", not library or not vim.bo.modifiable)
  vim.api.nvim_set_current_buf(buffer)

  -- References, symbols.
  to("let ledger", 1, 4)
  local found
  vim.lsp.buf.references(nil, { on_list = function(list) found = list.items end })
  comes("references are found", function() return found and #found > 5 end)
  local symbols
  vim.lsp.buf.document_symbol({ on_list = function(list) symbols = list.items end })
  comes("symbols are listed", function()
    return symbols and vim.iter(symbols):any(function(symbol) return symbol.text:find("LedgerService", 1, true) end)
  end)

  -- Renaming.
  to("let ledger", 1, 4)
  vim.lsp.buf.rename("book")
  comes("a name is renamed", function() return text():find("let book  =", 1, true) and text():find("on book\n", 1, true) end)
  check("nothing else is", text():find('"ledger-{stage}"', 1, true) and not text():find("on ledger", 1, true))
  comes("nothing is wrong with it", function() return #of_severity("ERROR") == 0 end)

  -- Formatting.
  local formatted = text()
  vim.lsp.buf.format({ timeout_ms = 15000 })
  formatted = text()
  replace("  allow read, dynamodb:PutItem", "      allow   read,dynamodb:PutItem")
  check("the text is untidy", text() ~= formatted)
  vim.lsp.buf.format({ timeout_ms = 15000 })
  check("formatting tidies up", text() == formatted, text():sub(1, 900))

  -- Lenses: what they say, and what comes of one.
  local told
  local show = vim.lsp.handlers["window/showMessage"]
  vim.lsp.handlers["window/showMessage"] = function(_, params) told = params.message end
  vim.lsp.codelens.refresh({ bufnr = buffer })
  local lenses = comes("lenses come", function()
    local all = vim.lsp.codelens.get(buffer)
    return #all > 0 and all
  end) or {}
  local json = vim.iter(lenses):find(function(lens) return lens.command.title == "show JSON" end)
  check("a lens shows JSON", json, lenses)
  vim.api.nvim_win_set_cursor(0, { json.range.start.line + 1, 0 })
  check("the keys are set", vim.fn.maparg("grl", "n") ~= "" or vim.fn.maparg("grl", "n", false, true).callback)
  vim.ui.select = function(items, _, choose) choose(items[1], 1) end
  vim.lsp.codelens.run()
  comes("the JSON is told", function() return told and told:find('"Statement"', 1, true) end)
  vim.lsp.handlers["window/showMessage"] = show

  -- What the protocol has no request for.
  local built = client:request_sync("whit/compile", { uri = vim.uri_from_bufnr(buffer) }, 15000, buffer)
  local files = built and built.result and (built.result.files or built.result) or {}
  check("the JSON is made", vim.iter(files):any(function(file) return file.path:find("LedgerService", 1, true) end), built)

  client:stop()
  comes("the server ends", function() return client:is_stopped() end)
end)
