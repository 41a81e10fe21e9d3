-- What both scripts need: checks that are counted, and an end with the exit code.

local M = { passed = 0, failed = 0 }

--- Counts; what is wrong is printed.
function M.check(what, is_so, got)
  if is_so then
    M.passed = M.passed + 1
    return
  end
  M.failed = M.failed + 1
  print(what .. ": no" .. (got == nil and "" or ", but " .. vim.inspect(got)) .. "\n")
end

--- Runs, tells, and ends Neovim.
function M.run(name, script)
  local is_well, why = xpcall(script, debug.traceback)
  if not is_well then
    M.failed = M.failed + 1
    print(why .. "\n")
  end
  print(("%s: %d passed, %d failed\n"):format(name, M.passed, M.failed))
  vim.cmd(M.failed == 0 and "qall!" or "cquit 1")
end

return M
