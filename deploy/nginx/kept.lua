-- Which copy of a page holds. nginx keeps a copy under the page's version, a number that is never used twice;
-- to purge a page is to forget its version. An answer that was asked for before a purge, and comes after it,
-- belongs to a version that nobody asks for any more.
--
-- `pages` may lose anything at any time: a page whose version is lost is made anew. `keys` may not: which
-- pages show what a key stands for, and when it was last purged. Should its memory not suffice, everything is
-- forgotten. No step needs a lock: what order lets them meet safely stands beside them.

local pages, keys = ngx.shared.pages, ngx.shared.keys
local kept = {}

local GRACE = 24 * 60 * 60 -- seconds that a page outlives its time while the application fails
local FAILING = 10 -- seconds in which a page that failed is not asked for again, if there is a copy
local DIRECT = 1 -- flag: what this page answers is not kept, nobody needs to wait for it
local PURGED = 2 -- flag: in the second after a purge some are let through
local LET_THROUGH = 10 -- as many of those who ask for a page in one encoding
-- Answers that are about the address. Others, such as 400 to a header that is too long, are about the one request:
-- they tell nothing of the page, or anybody could keep it from being kept.
local ABOUT_THE_ADDRESS =
    { [200] = true, [301] = true, [302] = true, [403] = true, [404] = true, [410] = true }
local ENCODINGS = { "br", "gzip", "identity" }
-- While the application fails, whose copies a client may be given in which order. Where it accepts no gzip, nginx
-- unpacks it (`gunzip`).
local COPIES_FOR = {
    br = { "br", "gzip", "identity" },
    gzip = { "gzip", "identity" },
    identity = { "identity", "gzip" },
}

-- Versions are text: writing a number out for each request would cost more than looking it up.
local function next_version()
    return string.format("%.0f", keys:incr("next version", 1, math.floor(ngx.now() * 1e6)))
end

local function without_query(page)
    local query = page:find("?", 1, true)
    return query and page:sub(1, query - 1) or page
end

-- The address without the encoding that a page begins with.
local function address_of(page)
    return page:sub(page:find(" ", 1, true) + 1)
end

-- The version of the last copy that was not purged, if there is one that the client can be given.
local function version_in_grace(page)
    for _, encoding in ipairs(COPIES_FOR[page:match("^%S+")]) do
        local version = pages:get("grace " .. encoding .. " " .. address_of(page))
        if version then
            return version
        end
    end
end

local function forget_everything()
    ngx.log(ngx.CRIT, "the memory for keys is full: all pages are made anew")
    local last = keys:get("next version")
    pages:flush_all()
    keys:flush_all()
    keys:flush_expired()
    keys:safe_add("next version", last)
end

-- Until the second of the change is over, a copy is kept for the rest of it alone, and nginx lets those who wait
-- look half a second apart whether there is one. So the first few who ask in that second need not wait.
local function forget(address)
    for _, encoding in ipairs(ENCODINGS) do
        -- The grace first: a page that begins anew has none.
        pages:delete("grace " .. encoding .. " " .. address)
        pages:set(encoding .. " " .. address, next_version(), 1, PURGED)
    end
end

-- The version of the page that is asked for; "" if the answer is not going to be kept, "failing" if it would
-- not come and there is a copy.
function kept.version()
    local page = without_query(ngx.var.page)
    local version, flag = pages:get(page)
    if flag == PURGED then
        if (pages:incr("let through " .. page, 1, 0, 1) or 0) <= LET_THROUGH then
            return ""
        end
        -- Two who come here at once begin two versions, of which the later one is kept.
        version = next_version()
        pages:set(page, version)
        return version
    end
    if version then
        return flag == DIRECT and "" or version
    end
    if pages:get("failing " .. page) and version_in_grace(page) then
        return "failing"
    end
    version = next_version()
    if pages:add(page, version) then
        return version
    end
    return pages:get(page) or version
end

-- The page failed: take the last copy, if there is one that was not purged; else let the application speak.
function kept.in_grace()
    local page = without_query(ngx.var.page)
    local version = version_in_grace(page)
    if version then
        -- Who is shown the copy meanwhile does not prolong this: then the application is asked again.
        if pages:add("failing " .. page, true, FAILING) then
            pages:delete(page)
        end
        ngx.var.version = version
        return
    end
    local status = ngx.var.upstream_status or ""
    ngx.exec((status:find("502") or status:find("504")) and "@unavailable" or "@direct")
end

local function escaped(text)
    return (text:gsub("[&<>\"']", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }))
end

-- The form that a reader sent, with all that they typed, to be sent again.
local function form_again()
    ngx.req.read_body()
    local fields = ngx.req.get_post_args(20) or {}
    local parts = { "<form method=post action='" .. escaped(ngx.var.uri) .. "'>" }
    for name, value in pairs(fields) do
        if type(value) == "string" and name ~= "text" then
            table.insert(parts, "<input type=hidden name='" .. escaped(name) .. "' value='" .. escaped(value) .. "'>")
        end
    end
    local text = type(fields.text) == "string" and fields.text or ""
    -- The line break that a browser drops at the beginning.
    table.insert(parts, "<p><label for=text>What you wrote</label><p><textarea id=text name=text rows=10 cols=28>\n")
    table.insert(parts, escaped(text) .. "</textarea><p><button>Send it again</button></form>")
    return table.concat(parts)
end

-- The application does not answer and there is no copy. 504: it was asked and may have done it; 502: it was not.
function kept.unavailable()
    local is_late = (ngx.var.upstream_status or ""):find("504")
    ngx.status = is_late and ngx.HTTP_GATEWAY_TIMEOUT or ngx.HTTP_BAD_GATEWAY
    local advice = "<p>Try again in a few minutes."
    if ngx.req.get_method() == "POST" and ngx.var.uri:find("^/feedback/") then
        advice = "<p>We cannot tell you that your feedback has arrived. Everything you typed is still here: "
            .. "send it again in a few minutes. If we have it already, it counts once."
            .. form_again()
    end
    ngx.say(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        "<title>Service unavailable</title><h1>Sorry, the service is unavailable</h1>",
        advice
    )
end

-- Enter the address under the key, and tell whether the key was not purged since the version began.
-- It is entered first: a purge that comes later finds it, and one that came earlier is seen here.
local function enter(key, address, version)
    local is_new, fault = keys:safe_add("member " .. key .. " " .. address, true)
    if is_new then
        is_new, fault = keys:rpush("members " .. key, address)
    end
    if fault == "no memory" then
        forget_everything()
        return false
    end
    local purged = keys:get("purged " .. key)
    return not purged or purged < tonumber(version)
end

-- An answer of the application is on its way into the cache: note until when it holds and what it shows.
function kept.note()
    local headers = ngx.header
    local page, version = ngx.var.http_x_kept_page, ngx.var.http_x_kept_version
    local names = headers["Surrogate-Key"]
    local expires = tonumber((headers["X-Accel-Expires"] or ""):match("^@(%d+)$"))
    headers["Surrogate-Key"], headers["Surrogate-Control"] = nil, nil
    if not page then
        return
    end
    page = without_query(page)
    if ngx.status >= 500 then
        return
    end
    local seconds = (expires or 0) - ngx.now()
    if ngx.status ~= 200 or not names or seconds <= 0 then
        headers["X-Accel-Expires"] = "0"
        if not ABOUT_THE_ADDRESS[ngx.status] then
            return
        end
        -- Those who ask meanwhile need not wait for each other; a moment if it is a page that just changed.
        local is_page = ngx.status == 200 and not (headers["Cache-Control"] or ""):find("no-store", 1, true)
        -- One that changed since this answer was asked for has begun anew, and is left to that.
        if not is_page or pages:get(page) == version then
            pages:set(page, next_version(), is_page and 1 or 60, DIRECT)
        end
        return
    end
    -- The cache counts whole seconds and includes the last one.
    headers["X-Accel-Expires"] = "@" .. expires - 1
    pages:expire(page, math.max(seconds - 0.001, 0.001))
    pages:set("grace " .. page, version, seconds + GRACE)
    local address = address_of(page)
    local holds = true
    for key in names:gmatch("%S+") do
        holds = enter(key, address, version) and holds
    end
    if not holds then
        headers["X-Accel-Expires"] = "0"
        forget(address)
        return
    end
    local newest, flag = pages:get(page)
    if newest ~= version then
        headers["X-Accel-Expires"] = "0"
        pages:delete("grace " .. page)
        if flag then
            pages:expire(page, 1) -- which the line above made last as long as this answer
        end
    end
end

-- Count a request that was answered: by the class of its status, and by what the cache said of it.
function kept.count()
    local class = math.floor(ngx.status / 100) .. "xx"
    local cache = ngx.var.upstream_cache_status
    keys:incr("count requests " .. class, 1, 0)
    keys:incr("count cache " .. (cache and cache ~= "" and cache:lower() or "none"), 1, 0)
    keys:incr("count seconds", tonumber(ngx.var.request_time) or 0, 0)
end

-- Tell the counts in the format that Prometheus reads.
function kept.metrics()
    ngx.header["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    local lines = {}
    local function tell(name, meaning, label, values)
        local full = "super_complaints_front_" .. name
        table.insert(lines, "# HELP " .. full .. " " .. meaning)
        table.insert(lines, "# TYPE " .. full .. " counter")
        for _, value in ipairs(values) do
            local number = keys:get("count " .. (label and label .. " " .. value or value)) or 0
            local key = label == "requests" and "status" or label
            table.insert(lines, full .. (label and ("{" .. key .. '="' .. value .. '"}') or "") .. " " .. number)
        end
    end
    tell("requests_total", "Requests by the class of their answer.", "requests", { "2xx", "3xx", "4xx", "5xx" })
    tell("cache_total", "What the cache said of them.", "cache", { "hit", "miss", "stale", "expired", "none" })
    tell("seconds_total", "Seconds that all of them took together.", nil, { "seconds" })
    tell("purges_total", "Pages that were purged.", nil, { "purges" })
    ngx.say(table.concat(lines, "\n"))
end

-- Forget all pages that show what the keys in the header Surrogate-Key stand for.
function kept.purge()
    if ngx.req.get_method() ~= "POST" then
        return ngx.exit(ngx.HTTP_NOT_ALLOWED)
    end
    local count = 0
    for key in (ngx.var.http_surrogate_key or ""):gmatch("%S+") do
        -- Noted first, so that an answer which is on its way sees it or is entered before the next line.
        local is_noted = keys:safe_set("purged " .. key, tonumber(next_version()))
        if not is_noted then
            forget_everything()
            keys:safe_set("purged " .. key, tonumber(next_version()))
        end
        local address = keys:lpop("members " .. key)
        while address do
            -- Before the page is forgotten: one that begins anew enters itself again.
            keys:delete("member " .. key .. " " .. address)
            forget(address)
            count = count + 1
            address = keys:lpop("members " .. key)
        end
    end
    keys:incr("count purges", count, 0)
    ngx.say(count)
end

return kept
