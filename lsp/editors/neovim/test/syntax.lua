-- The words of the cases have the groups of the syntax file.

local test = dofile(vim.env.SCRIPTS .. "/check.lua")

local function group_of(line, column)
  return vim.fn.synIDattr(vim.fn.synID(line, column, 1), "name")
end

test.run("syntax", function()
  local cases = vim.json.decode(table.concat(vim.fn.readfile(vim.env.HOME .. "/cases.json"), "\n"))
  test.check("the file type", vim.bo.filetype == "whit", vim.bo.filetype)
  test.check("the syntax file", vim.b.current_syntax == "whit", vim.b.current_syntax)
  vim.cmd("enew | setfiletype whit")
  local lines = vim.tbl_map(function(case) return case.line end, cases)
  vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  for number, case in ipairs(cases) do
    local from = 1
    for _, word in ipairs(case.words) do
      local text, groups = word[1], word[2]
      local start = case.line:find(text, from, true)
      -- A word, and not a part of one.
      while text:match("^[%w_-]+$") and (case.line:sub(start - 1, start - 1):match("[%w_-]")
        or case.line:sub(start + #text, start + #text):match("[%w_-]")) do
        start = case.line:find(text, start + 1, true)
      end
      from = start + #text
      for _, column in ipairs({ start, start + #text - 1 }) do
        local group = group_of(number, column)
        test.check(("`%s`: `%s` is %s"):format(case.line, text, table.concat(groups, " or ")),
          vim.list_contains(groups, group), group)
      end
    end
  end
end)
